"""A person judges a sentence: it shows the theme, it does not, or it shows something else.

The theme of the case follows: a sentence accepted confirms it, and where no sentence is left that shows
it, it is rejected.
"""

from dataclasses import dataclass
from typing import Any

from services.theming.actions.confirming.as_seen import check_as_seen
from services.theming.actions.confirming.keep_judgements import keep_judgements
from services.theming.actions.confirming.may_decide import check_may_decide, check_stands
from services.theming.actions.confirming.note_decision import note_decision
from services.theming.domain.confirming.evidence import same_words, span_faults
from services.theming.domain.confirming.places import Place
from services.theming.domain.confirming.seen import Seen
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus, reason_faults
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.judging import TextToJudge, affirmed_once_heard
from services.theming.queries.standing import confirmations_of
from shared.errors import Fault, Invalid
from shared.named_people import naming_faults
from shared.storage import Transaction

NOTHING_CHANGED = (
    "Nothing is changed in the theme, how the sentence speaks of it, the sentence, or the words that show it"
)


@dataclass(frozen=True)
class Said:
    """What a person says a sentence shows. ``words`` may be empty: then it is the whole sentence.
    ``names_nobody``: she has said that nobody is meant by what might be a name in the reason.
    """

    theme: str
    assertion: str
    sentence: str
    words: str = ""
    reason: str = ""
    names_nobody: bool = False


def accept_sentence(tx: Transaction, *, text: TextToJudge, place: Place, seen: Seen | None = None) -> None:
    """``seen``, here and below: what the page showed. Raises DecidedMeanwhile where it is otherwise now."""
    check_may_decide(tx, text.case_reference)
    _check_place(tx, text, place, seen)
    _keep(tx, text, place, "accepted", place.theme, Assertion.AFFIRMED)
    _confirm(tx, text.case_reference, place.theme, by_hand=place.proposed is None)
    tx.audit("accept_sentence", case=text.case_reference, subject=place.theme)


def reject_sentence(
    tx: Transaction, *, text: TextToJudge, place: Place, reason: str = "", seen: Seen | None = None
) -> None:
    """Raises Invalid if the reason is too long or shows an identifier."""
    check_may_decide(tx, text.case_reference)
    _refuse(reason_faults(reason))
    _check_place(tx, text, place, seen)
    _keep(tx, text, place, "rejected", place.theme, None)
    _reject_if_nothing_shows_it(tx, text.case_reference, place.theme, reason)
    tx.audit("reject_sentence", case=text.case_reference, subject=place.theme)


def change_sentence(
    tx: Transaction, *, text: TextToJudge, place: Place, said: Said, seen: Seen | None = None
) -> None:
    """Another theme, other words or another reading in place of it. Raises Invalid naming every fault; that
    nothing is changed is one.
    """
    check_may_decide(tx, text.case_reference)
    _refuse(_faults(tx, text, said))
    _check_place(tx, text, place, seen)
    check_as_seen(tx, text.case_reference, seen, theme=said.theme)
    if _is_as_it_was(text, place, said):
        _refuse([Fault("theme", NOTHING_CHANGED)])
    case, elsewhere = text.case_reference, said.theme != place.theme or not _same_sentence(text, place, said)
    if elsewhere:
        _keep(tx, text, place, "rejected", place.theme, None)
    _keep_said(tx, text, said, "edited", place)
    if said.theme != place.theme:
        note_decision(
            tx, case=case, theme=place.theme, step="renamed", renamed_to=said.theme, reason=said.reason
        )
    _follow(tx, case, said, by_hand=place.proposed is None)
    _reject_if_nothing_shows_it(tx, case, place.theme, said.reason)
    detail = {"renamed_to": said.theme} if said.theme != place.theme else {}
    tx.audit("change_sentence", case=case, subject=place.theme, detail=detail)


def add_sentence(tx: Transaction, *, text: TextToJudge, said: Said, seen: Seen | None = None) -> None:
    """A sentence shows a theme that no rule found in it. Raises Invalid naming every fault."""
    check_may_decide(tx, text.case_reference)
    _refuse(_faults(tx, text, said))
    check_as_seen(tx, text.case_reference, seen, theme=said.theme)
    _keep_said(tx, text, said, "added")
    _follow(tx, text.case_reference, said, by_hand=True)
    tx.audit("add_sentence", case=text.case_reference, subject=said.theme)


def _faults(tx: Transaction, text: TextToJudge, said: Said) -> list[Fault]:
    faults = []
    if said.theme not in codebook_in_use(tx).themes:
        faults.append(Fault("theme", "Choose a theme of the codebook"))
    if said.assertion not in list(Assertion):
        faults.append(Fault("assertion", "Say how the sentence speaks of the theme"))
    there = said.sentence if said.sentence in text.text else ""
    faults += span_faults(there, said.words) + reason_faults(said.reason)
    return faults + naming_faults({"reason": said.reason}, names_nobody=said.names_nobody)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)


def _check_place(tx: Transaction, text: TextToJudge, place: Place, seen: Seen | None) -> None:
    sentence = text.text[slice(*place.sentence)]
    theme, now = place.theme, place.mark_in(text.text)
    check_as_seen(tx, text.case_reference, seen, theme=theme, sentence=sentence, now=now)


def _is_as_it_was(text: TextToJudge, place: Place, said: Said) -> bool:
    """A reason alone changes nothing of what the sentence shows."""
    words = said.words or said.sentence
    same = said.theme == place.theme and said.assertion == place.assertion
    shown = text.text[slice(*place.spans[0])]
    return same and _same_sentence(text, place, said) and same_words(words) == same_words(shown)


def _same_sentence(text: TextToJudge, place: Place, said: Said) -> bool:
    return same_words(text.text[slice(*place.sentence)]) == same_words(said.sentence)


def _follow(tx: Transaction, case: str, said: Said, *, by_hand: bool) -> None:
    if said.assertion == Assertion.AFFIRMED:
        _confirm(tx, case, said.theme, by_hand=by_hand, reason=said.reason)
    else:
        _reject_if_nothing_shows_it(tx, case, said.theme, said.reason)


def _confirm(tx: Transaction, case: str, theme: str, *, by_hand: bool, reason: str = "") -> None:
    standing = confirmations_of(tx, case).get(theme)
    if standing is None:
        standing = ThemeConfirmation.not_proposed(case, theme, at=tx.at, by_hand=by_hand)
        tx.session.add(standing)
    if standing.status is not ThemeStatus.CONFIRMED:
        check_stands(tx, theme)
        standing.confirm(by=tx.person, at=tx.at, reason=reason)
        step = "added" if by_hand else "confirmed"
        note_decision(
            tx, case=case, theme=theme, step=step, reason=reason, pipeline_version=standing.pipeline_version
        )


def _reject_if_nothing_shows_it(tx: Transaction, case: str, theme: str, reason: str) -> None:
    standing = confirmations_of(tx, case).get(theme)
    decided = (ThemeStatus.PROPOSED, ThemeStatus.CONFIRMED)
    if standing is None or standing.status not in decided or theme in affirmed_once_heard(tx, case):
        return
    standing.reject(by=tx.person, at=tx.at, reason=reason)
    version = standing.pipeline_version
    note_decision(tx, case=case, theme=theme, step="rejected", reason=reason, pipeline_version=version)


def _keep(
    tx: Transaction, text: TextToJudge, place: Place, how: str, theme: str, assertion: Assertion | None
) -> None:
    start, end = place.spans[0]
    sentence = text.text[slice(*place.sentence)]
    keep_judgements(
        tx, text.case_reference, [_row(text, place, how, theme, assertion, sentence, text.text[start:end])]
    )


def _keep_said(tx: Transaction, text: TextToJudge, said: Said, how: str, place: Place | None = None) -> None:
    assertion = Assertion(said.assertion)
    rows = [_row(text, place, how, said.theme, assertion, said.sentence, said.words or said.sentence)]
    keep_judgements(tx, text.case_reference, rows)


def _row(
    text: TextToJudge,
    place: Place | None,
    how: str,
    theme: str,
    assertion: Assertion | None,
    sentence: str,
    words: str,
) -> dict[str, Any]:
    """A judgement is of a rule's proposal only where the theme is the one the rule proposed."""
    ruled = place is not None and place.theme == theme and place.proposed is Assertion.AFFIRMED
    return {
        "material_id": text.material_id,
        "text_version": text.version,
        "theme": theme,
        "how": how,
        "assertion": assertion.value if assertion else None,
        "sentence": sentence,
        "words": words,
        "rule_id": place.rules[0] if place and ruled and place.rules else "",
        "pipeline_version": (text.themed_by or "") if ruled else "",
    }
