"""Pages for new themes: what discovery proposes, what a person makes of it, and new words of the quarter."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from services.theming.actions.discovery.change_local_theme import change_local_theme
from services.theming.actions.discovery.dismiss_proposal import dismiss_proposal
from services.theming.actions.discovery.make_local_theme import Typed, make_local_theme, theme_as_typed
from services.theming.actions.discovery.take_words_out_of_theme import take_words_out_of_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.domain.discovery.found_theme import heading, in_words
from services.theming.domain.discovery.local_theme import LOCAL_GROUP, LOCAL_LABEL, ThemeChangedMeanwhile
from services.theming.domain.discovery.preview import mark_of
from services.theming.pages.previewing import preview_page
from services.theming.queries import cases, discovery
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.comparing import rarest_words
from services.theming.queries.local_themes import local_theme_of, local_themes, versions_of_local_theme
from shared.errors import Fault, Invalid, NotFound
from shared.named_people import NAMES_NOBODY
from shared.people import Permission, can, check
from shared.periods import period_of
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.formats import LONDON

html = HtmlRouter()
LONGEST_NUMBER = 12
#: So many words of a case are offered, those that the fewest cases have.
MOST_RARE = 20
NOBODY_IN_REASON = "nobody-in-reason"
NEXT = "Kept. Below is which past cases it would move: nothing changes until you use the new version."


@html.get("/discovery", name="discovery")
def found(request: Request, tx: Tx) -> Response:
    """Themes that several cases seem to share, and words that are new this quarter."""
    quarter = period_of(tx.at.astimezone(LONDON).date(), "Q")
    proposed = [_shown(tx, each) for each in discovery.proposals(tx, "proposed")]
    words = discovery.words_of_quarter(tx, quarter.name)
    tx.audit("read_discovery", reading=True, detail={"proposals": len(proposed), "words": len(words)})
    run, newest = discovery.last_run_ended(tx), discovery.last_run(tx)
    return page(
        request,
        "discovery.html",
        run=run,
        running=newest is not None and newest.ended_at is None,
        proposals=proposed,
        words=[(each, discovery.quoted(tx, each.quotes)) for each in words],
        quarter=quarter,
        dismissed=[(heading(each.terms), each) for each in discovery.proposals(tx, "dismissed")],
        own=local_themes(tx),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
    )


@html.get("/discovery/themes/new", name="new_local_theme")
def by_hand(request: Request, tx: Tx, case: str = "") -> Response:
    """A theme made from a single case: too rare for any group, and seen by a reader."""
    return _form(request, tx, None, {"group": LOCAL_GROUP, "case": case})


@html.post("/discovery/themes/new", name="make_theme_by_hand")
def make_by_hand(request: Request, tx: Tx, posted: Posted) -> Response:
    return _made(request, tx, None, posted)


@html.get("/discovery/themes/{theme}", name="local_theme")
def own_theme(request: Request, tx: Tx, theme: str) -> Response:
    """A theme of this panel's own with all its versions, to be changed or withdrawn."""
    return _own_page(request, tx, theme)


@html.post("/discovery/themes/{theme}", name="change_local_theme")
def change_own(request: Request, tx: Tx, posted: Posted, theme: str) -> Response:
    try:
        change_local_theme(
            tx,
            theme=theme,
            version=_version(posted.text("version")),
            label=posted.text("label"),
            definition=posted.text("definition"),
            patterns=_lines(posted.text("patterns")),
            reason=posted.text("reason"),
            names_nobody=_says_nobody(posted, NAMES_NOBODY),
        )
    except Invalid as invalid:
        return _own_page(request, tx, theme, 422, changed=posted.texts(), faults=invalid.faults)
    except ThemeChangedMeanwhile as clash:
        return _own_page(request, tx, theme, clash.status, changed=posted.texts(), meanwhile=True)
    return redirect(request, "codebook_change", flash=NEXT)


@html.post("/discovery/themes/{theme}/withdraw", name="withdraw_local_theme")
def withdraw_own(request: Request, tx: Tx, posted: Posted, theme: str) -> Response:
    try:
        withdraw_local_theme(
            tx,
            theme=theme,
            version=_version(posted.text("version")),
            reason=posted.text("why-withdrawn"),
            names_nobody=_says_nobody(posted, NOBODY_IN_REASON),
        )
    except Invalid as invalid:
        faults = _of_reason(invalid.faults, "why-withdrawn")
        return _own_page(request, tx, theme, 422, withdrawn=posted.texts(), faults=faults)
    except ThemeChangedMeanwhile as clash:
        return _own_page(request, tx, theme, clash.status, withdrawn=posted.texts(), meanwhile=True)
    return redirect(request, "codebook_change", flash=NEXT)


@html.post("/discovery/themes/{theme}/words", name="take_words_out_of_theme")
def take_words_out(request: Request, tx: Tx, posted: Posted, theme: str) -> Response:
    if posted.text("sure") != "yes":
        faults = [Fault("sure", "Say that the words are to be taken out: they cannot be brought back")]
        return _own_page(request, tx, theme, 422, faults=faults)
    try:
        take_words_out_of_theme(tx, theme=theme, version=_version(posted.text("version")))
    except ThemeChangedMeanwhile as clash:
        return _own_page(request, tx, theme, clash.status, meanwhile=True)
    return redirect(request, "local_theme", flash="Its words are taken out.", theme=theme)


@html.get("/discovery/{number}", name="discovery_proposal")
def one(request: Request, tx: Tx, number: str) -> Response:
    """What it is and what it is called is for a person to say: only the words to find it by are filled in."""
    proposal = discovery.proposal(tx, _number(number))
    return _form(request, tx, proposal, _untouched(proposal))


@html.post("/discovery/{number}/theme", name="promote_proposal")
def promote(request: Request, tx: Tx, posted: Posted, number: str) -> Response:
    return _made(request, tx, discovery.proposal(tx, _number(number)), posted)


@html.post("/discovery/{number}/dismiss", name="dismiss_proposal")
def dismiss(request: Request, tx: Tx, posted: Posted, number: str) -> Response:
    try:
        nobody = _says_nobody(posted, NOBODY_IN_REASON)
        dismiss_proposal(tx, number=_number(number), reason=posted.text("reason"), names_nobody=nobody)
    except Invalid as invalid:
        proposal = discovery.proposal(tx, _number(number))
        typed = {**_untouched(proposal), **posted.texts()}
        return _form(request, tx, proposal, typed, 422, faults=_of_reason(invalid.faults, "reason"))
    return redirect(request, "discovery", flash="Dismissed. It will not be proposed again.")


def _untouched(proposal: Any) -> dict[str, Any]:
    return {"patterns": "\n".join(proposal.terms), "group": LOCAL_GROUP}


def _made(request: Request, tx: Transaction, proposal: Any, posted: Any) -> Response:
    """What was typed is shown with what it would move before it is kept; sent again with the words on which
    that was worked out, it is kept.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    chosen = [each for each in posted.getlist("case-words") if isinstance(each, str)]
    typed = {**posted.texts(), "case-words": chosen}
    if posted.text("step") == "change":
        return _form(request, tx, proposal, typed)
    given: Typed = {
        "label": posted.text("label"),
        "group": posted.text("group"),
        "definition": posted.text("definition"),
        "patterns": list(dict.fromkeys([*_lines(posted.text("patterns")), *_lines("\n".join(chosen))])),
        "from_proposal": proposal.id if proposal else None,
        "from_case": "" if proposal else posted.text("case"),
        "names_nobody": _says_nobody(posted, NAMES_NOBODY),
    }
    try:
        theme = theme_as_typed(tx, **given)
        if posted.text("step") != "keep" or posted.text("seen") != mark_of(theme.patterns):
            return preview_page(request, tx, theme, proposal, typed)
        make_local_theme(tx, **given)
    except Invalid as invalid:
        return _form(request, tx, proposal, typed, 422, faults=invalid.faults)
    return redirect(
        request,
        "codebook_change",
        flash="The theme is in the codebook. Below is what it would change: nothing does until you use it.",
    )


def _own_page(
    request: Request,
    tx: Transaction,
    theme: str,
    status_code: int = 200,
    changed: Mapping[str, Any] | None = None,
    withdrawn: Mapping[str, Any] | None = None,
    faults: Sequence[Fault] = (),
    meanwhile: bool = False,
) -> Response:
    """``meanwhile``: somebody else has kept a version since; what was typed stands in the form."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    own = local_theme_of(tx, theme)
    tx.audit("read_local_theme", subject=theme, reading=True)
    as_it_is = {"label": own.label, "definition": own.definition, "patterns": "\n".join(own.patterns)}
    return page(
        request,
        "local_theme.html",
        status_code,
        own=own,
        versions=versions_of_local_theme(tx, theme),
        in_use=theme in codebook_in_use(tx).themes,
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        values=changed or as_it_is,
        withdrawn=withdrawn or {},
        meanwhile=meanwhile,
        faults=faults,
    )


def _form(
    request: Request,
    tx: Transaction,
    proposal: Any,
    values: Mapping[str, Any],
    status_code: int = 200,
    faults: Any = (),
) -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    case = _case_of_form(tx, str(values.get("case", "")).strip()) if not proposal else None
    read = {"case": case.case_reference} if case else {}
    tx.audit("read_discovery", subject=str(proposal.id) if proposal else "", reading=True, **read)
    return page(
        request,
        "discovery_theme.html",
        status_code,
        proposal=_shown(tx, proposal) if proposal else None,
        groups={**codebook_in_use(tx).groups, LOCAL_GROUP: LOCAL_LABEL},
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        values=values,
        faults=faults,
        case=case,
        rare_choices=_rare(tx, case.case_reference) if case else (),
    )


def _rare(tx: Transaction, case: str) -> list[tuple[str, str]]:
    """Words of a case to choose from, each with how many cases have it."""
    rare = rarest_words(tx, case, MOST_RARE)
    return [(word, f"{word} ({number} {'case' if number == 1 else 'cases'})") for word, number in rare]


def _case_of_form(tx: Transaction, reference: str) -> Any:
    """The facts of the case that a theme is made from; None where there is none that who looks may see."""
    try:
        return cases.facts_of(tx, reference) if reference else None
    except NotFound:
        return None


def _says_nobody(posted: Any, field: str) -> bool:
    return bool(posted.text(field) == "yes")


def _of_reason(faults: Sequence[Fault], field: str) -> list[Fault]:
    """The faults of an action's reason, by the fields of a form that stands on a page beside another."""
    fields = {"reason": field, NAMES_NOBODY: NOBODY_IN_REASON}
    return [Fault(fields.get(each.field, each.field), each.message) for each in faults]


def _shown(tx: Transaction, proposal: Any) -> dict[str, Any]:
    return {
        "row": proposal,
        "heading": heading(proposal.terms),
        "firmness": in_words(proposal.stability),
        "quotes": discovery.quoted(tx, proposal.quotes),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str) -> int:
    if not _is_number(text):
        raise NotFound("There is no such proposal.")
    return int(text)


def _version(text: str) -> int:
    """The version that was on the page; 0, which none has, where that cannot be read."""
    return int(text) if _is_number(text) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
