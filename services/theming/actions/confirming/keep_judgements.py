"""What a person said of sentences is kept, so that the same words are not asked about again."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from services.theming.actions.confirming.note_decision import by_whom
from services.theming.domain.confirming.evidence import same_words
from services.theming.domain.themes.assertions import Assertion
from services.theming.queries.judging import AffirmingSentence, affirming_sentences, held_judgements
from services.theming.tables import evidence_decision
from shared.storage import Transaction


def keep_judgements(tx: Transaction, case: str, rows: Iterable[dict[str, Any]]) -> None:
    """Each row has material, version, theme, how, assertion (None: not spoken of), sentence and words."""
    given = [{"case_reference": case, **row, **by_whom(tx)} for row in rows]
    if given:
        tx.session.execute(insert(evidence_decision), given)


def accept_every_sentence(tx: Transaction, *, case: str, theme: str) -> None:
    """Confirming a theme accepts what was shown for it; a sentence judged by itself stays as it is, unless
    nothing else would be left that shows the theme: then its rejection is taken back.
    """
    judged = held_judgements(tx, case)
    shown = [each for each in affirming_sentences(tx, case) if each.theme == theme]
    waiting = [each for each in shown if (theme, same_words(each.sentence)) not in judged]
    if not waiting and not any(each.affirms for (of, _), each in judged.items() if of == theme):
        waiting = shown
    keep_judgements(tx, case, [_row(each, "accepted", Assertion.AFFIRMED) for each in waiting])


def reject_every_sentence(tx: Transaction, *, case: str, theme: str) -> None:
    """Rejecting a theme rejects every sentence that was said to show it, whoever said so."""
    judged = held_judgements(tx, case)
    shown = [each for each in affirming_sentences(tx, case) if each.theme == theme]
    by_rules = [
        each
        for each in shown
        if (held := judged.get((theme, same_words(each.sentence)))) is None or held.affirms
    ]
    known = {same_words(each.sentence) for each in shown}
    by_hand = [
        {
            "material_id": "",
            "text_version": 0,
            "theme": theme,
            "how": "rejected",
            "assertion": None,
            "sentence": each.sentence,
            "words": each.words,
            "rule_id": "",
            "pipeline_version": "",
        }
        for (of, sentence), each in judged.items()
        if of == theme and each.affirms and sentence not in known
    ]
    keep_judgements(tx, case, [*(_row(each, "rejected", None) for each in by_rules), *by_hand])


def _row(each: AffirmingSentence, how: str, assertion: Assertion | None) -> dict[str, Any]:
    return {
        "material_id": each.material_id,
        "text_version": each.version,
        "theme": each.theme,
        "how": how,
        "assertion": assertion.value if assertion else None,
        "sentence": each.sentence,
        "words": each.words,
        "rule_id": each.rule_id,
        "pipeline_version": each.pipeline_version,
    }
