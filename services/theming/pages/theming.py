"""Pages for theming cases: the queue, one case, the codebook and one theme."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Request, Response

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.comparing.finding import comparables_to_case, comparables_to_theme
from services.theming.domain.confirming.places import HeardMention, heard, places
from services.theming.domain.discovery.local_theme import LOCAL_LABEL
from services.theming.domain.naming.named_people import NAMES_NOBODY
from services.theming.domain.themes.theme_confirmation import STATUS_LABELS, ThemeConfirmation
from services.theming.pages.comparing import shown_comparables, shown_like
from services.theming.pages.people_named import names
from services.theming.pages.reading import marked_texts, other_mentions, theme_cards
from services.theming.queries import cases
from services.theming.queries.codebooks import available_codebook, codebook_in_use, themes_spoken_of
from services.theming.queries.comparing import words_in
from services.theming.queries.decisions import STEPS, decisions_of
from services.theming.queries.double_reading import (
    double_reading_of,
    hidden_until_both_read,
    second_reading_refused,
)
from services.theming.queries.judging import held_judgements, is_hidden
from services.theming.queries.local_themes import versions_of_local_theme
from services.theming.queries.opinions import possible_themes
from services.theming.queries.precision import advisory_themes
from services.theming.queries.restrictions import restriction_of
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.errors import Invalid, NotFound
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect, url_for

html = HtmlRouter()
AT_A_TIME = 25
VIEWS = {
    "waiting": "Reviewed, waiting for a decision",
    "reviewed": "All reviewed",
    "open": "Not yet reviewed",
    "all": "All cases",
}


@html.get("/", name="theming_queue")
def theming_queue(request: Request, tx: Tx, view: str = "waiting", number: str = "1") -> Response:
    """Those who see statistics alone are led there."""
    if not can(tx.person, Permission.VIEW_THEMES_OF_CASE) and can(tx.person, Permission.VIEW_STATISTICS):
        return redirect(request, "statistics")
    view = view if view in VIEWS else "waiting"
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    listed, total = cases.queue(
        tx, only="" if view == "all" else view, limit=AT_A_TIME, offset=AT_A_TIME * (at - 1)
    )
    totals = {
        each: cases.queue(tx, only="" if each == "all" else each, limit=0, offset=0)[1] for each in VIEWS
    }
    hidden, labels = hidden_until_both_read(tx), _labels(tx)
    return page(
        request,
        "queue.html",
        cases=listed,
        total=total,
        totals=totals,
        views=VIEWS,
        view=view,
        set_aside=cases.texts_set_aside(tx),
        unread=cases.waiting_to_be_read(tx),
        hidden=hidden,
        stale=[
            (case, labels.get(theme, theme))
            for case, theme in themes_with_stale_evidence(tx)
            if case not in hidden
        ],
        newer=available_codebook(tx).version != codebook_in_use(tx).version,
        number=at,
        of=max(1, -(-total // AT_A_TIME)),
        url=url_for(request, "theming_queue", query={"view": view, "number": ""}),
    )


@html.get("/cases/{case}", name="case_themes")
def case_themes(request: Request, tx: Tx, case: str) -> Response:
    return _case_page(request, tx, case)


@html.post("/cases/{case}/themes/{theme}/confirm", name="confirm_theme")
def confirm(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    confirm_theme(tx, case=case, theme=theme, reason=posted.text("reason"))
    return redirect(request, "case_themes", flash=f"Confirmed: {_label(tx, theme)}.", case=case)


@html.post("/cases/{case}/themes/{theme}/reject", name="reject_theme")
def reject(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    reject_theme(tx, case=case, theme=theme, reason=posted.text("reason"))
    return redirect(
        request,
        "case_themes",
        flash=f"Rejected: {_label(tx, theme)}. It will not be proposed again.",
        case=case,
    )


@html.post("/cases/{case}/themes", name="add_theme")
def add(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    try:
        nobody = posted.text(NAMES_NOBODY) == "yes"
        add_theme(
            tx, case=case, theme=posted.text("theme"), reason=posted.text("reason"), names_nobody=nobody
        )
    except Invalid as invalid:
        return _case_page(request, tx, case, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "case_themes", flash=f"Added: {_label(tx, posted.text('theme'))}.", case=case)


@html.get("/codebook", name="codebook")
def codebook(request: Request, tx: Tx) -> Response:
    codebook = codebook_in_use(tx)
    return page(
        request,
        "codebook.html",
        codebook=codebook,
        withdrawn=[each for name, each in themes_spoken_of(tx).items() if name not in codebook.themes],
        standings=cases.theme_standings(tx),
        hidden=bool(hidden_until_both_read(tx)),
        advisory=advisory_themes(tx),
        newer=available_codebook(tx).version != codebook_in_use(tx).version,
    )


@html.get("/codebook/{theme}", name="theme")
def theme(request: Request, tx: Tx, theme: str) -> Response:
    """The reviewed cases of a theme, and notifications comparable to them that no panel has reviewed."""
    hidden = hidden_until_both_read(tx)
    every = cases.cases_of_theme(tx, theme)
    listed = [each for each in every if each.case_reference not in hidden]
    codebook = codebook_in_use(tx)
    found = themes_spoken_of(tx).get(theme)
    if found is None:
        raise NotFound("There is no such theme in the codebook.")
    confirmed = [each for each in listed if each.reviewed_on and each.status == "confirmed"]
    like = comparables_to_theme(tx, theme, [each.case_reference for each in confirmed])
    words = {term: said for each in like for term, said in words_in(tx, each.facts.case_reference).items()}
    tx.audit("read_theme", subject=theme, reading=True)
    return page(
        request,
        "theme.html",
        theme=found,
        group=codebook.groups.get(found.group, LOCAL_LABEL),
        in_use=theme in codebook.themes,
        versions=versions_of_local_theme(tx, theme),
        reviewed=confirmed,
        waiting=[each for each in listed if each.reviewed_on and each.status == "proposed"],
        hidden=bool(hidden),
        advisory=theme in advisory_themes(tx),
        comparable=shown_like(like, _labels(tx), words),
    )


def _case_page(request: Request, tx: Transaction, case: str, status_code: int = 200, **form: Any) -> Response:
    facts, texts, mentions = cases.facts_of(tx, case), cases.texts_of(tx, case), _mentions(tx, case)
    if is_hidden(tx, case):
        return _hidden_page(request, tx, facts)
    standing = cases.themes_of(tx, case)
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": len(texts)})
    codebook, themes = codebook_in_use(tx), themes_spoken_of(tx)
    return page(
        request,
        "case.html",
        status_code,
        facts=facts,
        restriction=restriction_of(tx, case),
        names=partial(names, request),
        cards=theme_cards(themes, standing, mentions, texts),
        others=other_mentions(themes, mentions, texts),
        texts=marked_texts(themes, mentions, texts),
        comparables=shown_comparables(comparables_to_case(tx, case), _labels(tx)),
        status_labels=STATUS_LABELS,
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        addable=[
            (theme.id, theme.label) for theme in codebook.themes.values() if _may_be_added(theme.id, standing)
        ],
        withdrawn=themes.keys() - codebook.themes.keys(),
        labels=_labels(tx),
        advisory=advisory_themes(tx),
        stale={theme for _, theme in themes_with_stale_evidence(tx, case)},
        possible=_possible(tx, case, standing, mentions),
        twice=double_reading_of(tx, case),
        history=decisions_of(tx, case),
        steps=STEPS,
        **form,
    )


def _hidden_page(request: Request, tx: Transaction, facts: Any) -> Response:
    """Nothing of what the first person decided is shown before the second has read the case."""
    refused = second_reading_refused(tx, facts.case_reference)
    tx.audit("read_case_hidden", case=facts.case_reference, reading=True)
    may_join = can(tx.person, Permission.CONFIRM_THEME)
    return page(request, "case_hidden.html", facts=facts, refused=refused, may_join=may_join)


def _mentions(tx: Transaction, case: str) -> list[HeardMention]:
    """What the texts say once people's judgements of their sentences are heard."""
    found, held = cases.mentions_of(tx, case), held_judgements(tx, case)
    kept = [text for text in cases.texts_of(tx, case) if text.set_aside_because is None]
    return [
        mention
        for text in kept
        for mention in heard(
            text.id, places(text.text, [each for each in found if each.text_id == text.id], held)
        )
    ]


def _possible(
    tx: Transaction,
    case: str,
    standing: Mapping[str, ThemeConfirmation],
    mentions: list[HeardMention],
) -> list[tuple[str, float]]:
    """Themes that models find possible and no sentence and nobody speaks of, the likeliest first."""
    known = codebook_in_use(tx).themes
    spoken_of = {each.theme for each in mentions if each.assertion == "affirmed"}
    found = {
        theme: said
        for theme, said in possible_themes(tx, case).items()
        if theme in known and _may_be_added(theme, standing) and theme not in spoken_of
    }
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _may_be_added(theme: str, standing: Mapping[str, ThemeConfirmation]) -> bool:
    found = standing.get(theme)
    return found is None or found.status == "lapsed"


def _labels(tx: Transaction) -> dict[str, str]:
    return {theme.id: theme.label for theme in themes_spoken_of(tx).values()}


def _label(tx: Transaction, theme: str) -> str:
    return _labels(tx).get(theme, theme)
