"""Pages for new themes: what discovery proposes, what a person makes of it, and new words of the quarter."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from services.theming.actions.discovery.change_local_theme import change_local_theme
from services.theming.actions.discovery.dismiss_proposal import dismiss_proposal
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.domain.discovery.found_theme import in_words
from services.theming.domain.discovery.local_theme import LOCAL_GROUP, LOCAL_LABEL, ThemeChangedMeanwhile
from services.theming.queries import discovery
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.local_themes import local_theme_of, local_themes, versions_of_local_theme
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, can, check
from shared.periods import period_of
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.formats import LONDON

html = HtmlRouter()
LONGEST_NUMBER = 12
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
        dismissed=discovery.proposals(tx, "dismissed"),
        own=local_themes(tx),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
    )


@html.get("/discovery/themes/new", name="new_local_theme")
def by_hand(request: Request, tx: Tx) -> Response:
    """A theme made from a single case: too rare for any group, and seen by a reader."""
    return _form(request, tx, None, {"group": LOCAL_GROUP})


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
            tx, theme=theme, version=_version(posted.text("version")), reason=posted.text("why-withdrawn")
        )
    except Invalid as invalid:
        faults = [Fault("why-withdrawn", fault.message) for fault in invalid.faults]
        return _own_page(request, tx, theme, 422, withdrawn=posted.texts(), faults=faults)
    except ThemeChangedMeanwhile as clash:
        return _own_page(request, tx, theme, clash.status, withdrawn=posted.texts(), meanwhile=True)
    return redirect(request, "codebook_change", flash=NEXT)


@html.get("/discovery/{number}", name="discovery_proposal")
def one(request: Request, tx: Tx, number: str) -> Response:
    proposal = discovery.proposal(tx, _number(number))
    typed = {
        "label": proposal.label,
        "patterns": "\n".join(proposal.terms),
        "definition": "the text tells of " + " or ".join(proposal.terms[:3]) + ".",
        "group": LOCAL_GROUP,
    }
    return _form(request, tx, proposal, typed)


@html.post("/discovery/{number}/theme", name="promote_proposal")
def promote(request: Request, tx: Tx, posted: Posted, number: str) -> Response:
    return _made(request, tx, discovery.proposal(tx, _number(number)), posted)


@html.post("/discovery/{number}/dismiss", name="dismiss_proposal")
def dismiss(request: Request, tx: Tx, posted: Posted, number: str) -> Response:
    try:
        dismiss_proposal(tx, number=_number(number), reason=posted.text("reason"))
    except Invalid as invalid:
        proposal = discovery.proposal(tx, _number(number))
        typed = {"label": proposal.label, "patterns": "\n".join(proposal.terms), **posted.texts()}
        return _form(request, tx, proposal, typed, 422, faults=invalid.faults)
    return redirect(request, "discovery", flash="Dismissed. It will not be proposed again.")


def _made(request: Request, tx: Transaction, proposal: Any, posted: Any) -> Response:
    try:
        make_local_theme(
            tx,
            label=posted.text("label"),
            group=posted.text("group"),
            definition=posted.text("definition"),
            patterns=_lines(posted.text("patterns")),
            from_proposal=proposal.id if proposal else None,
        )
    except Invalid as invalid:
        return _form(request, tx, proposal, posted.texts(), 422, faults=invalid.faults)
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
    tx.audit("read_discovery", subject=str(proposal.id) if proposal else "", reading=True)
    return page(
        request,
        "discovery_theme.html",
        status_code,
        proposal=_shown(tx, proposal) if proposal else None,
        groups={**codebook_in_use(tx).groups, LOCAL_GROUP: LOCAL_LABEL},
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        values=values,
        faults=faults,
    )


def _shown(tx: Transaction, proposal: Any) -> dict[str, Any]:
    return {
        "row": proposal,
        "firmness": in_words(proposal.stability),
        "quotes": discovery.quoted(tx, proposal.quotes),
    }


def _lines(text: str) -> list[str]:
    return [line.strip().lower() for line in text.splitlines() if line.strip()]


def _number(text: str) -> int:
    if not _is_number(text):
        raise NotFound("There is no such proposal.")
    return int(text)


def _version(text: str) -> int:
    """The version that was on the page; 0, which none has, where that cannot be read."""
    return int(text) if _is_number(text) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
