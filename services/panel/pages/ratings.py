"""Members' own ratings of a case: filled in alone, opened to all at once, the widest differences first."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.ratings.ask_for_ratings import ask_for_ratings
from services.panel.actions.ratings.open_ratings import open_ratings
from services.panel.actions.ratings.rate_case import rate_case
from services.panel.domain.analysis.categories import category_list
from services.panel.domain.analysis.scales import (
    DOMAINS,
    MODIFIABILITY,
    MODIFIABLE,
    MODIFIABLE_MEANING,
    SCALES,
)
from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.domain.ratings.rating import CANNOT_JUDGE, Rating
from services.panel.domain.ratings.rating_round import RatingRound, RoundChanged
from services.panel.pages.case_sections import case_navigation
from services.panel.pages.posted_dates import read_number
from services.panel.pages.rating_fields import ROWS_TO_ADD, rating_from, values_of
from services.panel.queries.cases import visible_case
from services.panel.queries.ratings import (
    differences_in,
    my_rating,
    rating_progress,
    rounds_of,
    why_not_asked_to_rate,
)
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid
from shared.people import Permission, can, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/cases/{case_reference}/ratings", name="panel_ratings")
def ratings(request: Request, tx: Tx, case_reference: str) -> Response:
    tx.audit("read_ratings", case=visible_case(tx, case_reference).reference, reading=True)
    return _ratings_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/ratings", name="panel_rate_case")
def rate(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    check(tx.person, Permission.RATE_FACTORS, relations_to(tx, case_reference))
    visible_case(tx, case_reference)
    newest = next(iter(rounds_of(tx, case_reference)), None)
    rating, (number, _) = (
        rating_from(posted, len(newest.factors) if newest else 0),
        read_number(posted, "round", ""),
    )
    said = posted.text(NAMES_NOBODY)
    try:
        rate_case(tx, case_reference=case_reference, number=number, rating=rating, nobody_in=said)
    except Invalid as refused:
        return _ratings_page(request, tx, case_reference, rating, list(refused.faults), 422, said)
    except RoundChanged as refused:
        faults = [Fault("category", f"{refused.title}. {refused.detail}")]
        return _ratings_page(request, tx, case_reference, rating, faults, refused.status, said)
    said = "Your rating is kept. Nobody else sees it until the ratings are opened."
    return redirect(request, "panel_ratings", said, case_reference=case_reference)


@router.post("/cases/{case_reference}/ratings/ask", name="ask_for_ratings")
def ask(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        ask_for_ratings(tx, case_reference=case_reference, because=posted.text("because"))
    except Invalid as refused:
        return _ratings_page(request, tx, case_reference, None, list(refused.faults), 422)
    said = "Members are asked for their ratings."
    return redirect(request, "panel_ratings", said, case_reference=case_reference)


@router.post("/cases/{case_reference}/ratings/open", name="open_ratings")
def open_them(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        open_ratings(tx, case_reference=case_reference, because=posted.text("because"))
    except Invalid as refused:
        return _ratings_page(request, tx, case_reference, None, list(refused.faults), 422)
    return redirect(request, "panel_ratings", "The ratings are opened.", case_reference=case_reference)


def _ratings_page(
    request: Request,
    tx: Tx,
    case_reference: str,
    typed: Rating | None = None,
    faults: list[Fault] | None = None,
    status: int = 200,
    nobody_in: str = "",
) -> Response:
    case, relations = visible_case(tx, case_reference), relations_to(tx, case_reference)
    rounds = rounds_of(tx, case_reference)
    collecting = rounds[0] if rounds and not rounds[0].opened else None
    over = _over(collecting, case) if collecting else ""
    mine, version = my_rating(tx, collecting) if collecting else (None, 0)
    shown = typed or mine
    rates = can(tx.person, Permission.RATE_FACTORS, relations) and bool(collecting) and not over
    why_not = why_not_asked_to_rate(tx, case_reference) if rates else ""
    return page(
        request,
        "ratings.html",
        status,
        case=case,
        faults=faults or [],
        collecting=collecting,
        opened=[(one, *differences_in(tx, one)) for one in rounds if one.opened],
        progress=rating_progress(tx, case_reference),
        mine=mine,
        version=version,
        values={**values_of(shown), NAMES_NOBODY: nobody_in},
        rows_to_add=(len(shown.added) if shown else 0) + ROWS_TO_ADD,
        over=over,
        may_rate=rates and not why_not,
        why_not=why_not,
        may_ask=can(tx.person, Permission.RECORD_ANALYSIS, relations) and case.status not in CLOSED,
        may_open=can(tx.person, Permission.RECORD_ANALYSIS, relations),
        chairs=can(tx.person, Permission.COMPLETE_REVIEW, relations),
        sections=case_navigation(request, tx.person, relations, case_reference),
        active="Cases",
        **(_choices(collecting) if collecting else {}),
    )


def _over(one: RatingRound, case: ReviewCase) -> str:
    """Why nothing is rated any more in a round that nobody opened; "" while ratings are taken."""
    if case.status in CLOSED:
        return f"The case is now “{case.status_label}”: no rating is taken any more."
    if one.review_version != case.review_version + 1:
        return "These were asked for before the review was signed off and opened again: none is added."
    return ""


def _choices(one: RatingRound) -> dict[str, Any]:
    """What can be chosen in a round, by the scale and the list of categories it was begun with."""
    known = category_list(one.category_version)
    categories = [(str(each.number), f"{each.number}. {each.name}") for each in known.categories]
    grades = SCALES[one.scale_version].grades
    return {
        "categories": [*categories, (CANNOT_JUDGE, "I cannot judge the category")],
        "grades": [(str(grade), f"{grade}. {words}") for grade, words in grades.items()],
        "modifiable": list(MODIFIABLE.items()),
        "modifiability": list(MODIFIABILITY.items()),
        "domains": [(key, f"{key}. {words}") for key, words in DOMAINS.items()],
        "meaning": MODIFIABLE_MEANING,
    }
