"""Finalising completed reviews for the national database: the year's list, and one review's dry run."""

from fastapi import Request, Response

from services.panel.actions.cases.finalise_review import finalise_review
from services.panel.domain.decisions.finalising import FinalisingBlocked, findings
from services.panel.domain.decisions.national_form import national_mapping
from services.panel.domain.decisions.year_end import year_end
from services.panel.domain.london_days import london_day
from services.panel.domain.rights import rights_of
from services.panel.national_files import MEDIA, WRITERS
from services.panel.pages.asked_in_address import offered
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.decisions import finalised_since, finalisings_of
from services.panel.queries.finalising import review_to_finalise, reviews_to_finalise, signed_form
from services.panel.queries.relations import relations_to
from shared.errors import Conflict, Fault, NotFound
from shared.people import Permission, check
from shared.periods import Period, period_of
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
YEARS_SHOWN = 5


@router.get("/finalising", name="panel_finalising")
def overview(request: Request, tx: Tx, year: str = "") -> Response:
    check(tx.person, Permission.FINALISE_REVIEW)
    reviews, today = reviews_to_finalise(tx), london_day(tx.at)
    now = period_of(today, "Y")
    years = [Period(now.year - back, "Y", 1) for back in range(YEARS_SHOWN)]
    year, faults = offered("year", "Reporting year", year, [each.name for each in years], otherwise=now.name)
    shown = next(each for each in years if each.name == year)
    ending = year_end(reviews, shown, finalised=finalised_since(tx, shown.starts_on, shown.ends_on))
    tx.audit("view_finalising", reading=True, detail={"cases": len(reviews)})
    return page(
        request,
        "finalising.html",
        422 if faults else 200,
        faults=faults,
        ending=ending,
        years=[(each.name, each.name) for each in years],
        values={"year": shown.name},
        findings=findings,
        today=today,
        active="Cases",
    )


@router.get("/cases/{case_reference}/finalise", name="panel_finalise")
def dry_run(request: Request, tx: Tx, case_reference: str) -> Response:
    return _case_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/finalise", name="panel_finalise_post")
def finalise(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        finalise_review(tx, case_reference=case_reference)
    except FinalisingBlocked as blocked:
        faults = [Fault("in-the-way", each.words) for each in blocked.findings]
        return _case_page(request, tx, case_reference, faults)
    except Conflict as refused:
        return _case_page(request, tx, case_reference, [Fault("in-the-way", refused.detail)])
    return redirect(request, "panel_finalise", "The review is finalised.", case_reference=case_reference)


@router.get("/cases/{case_reference}/national-form.{kind}", name="panel_national_form")
def national_form_file(request: Request, tx: Tx, case_reference: str, kind: str) -> Response:
    form = signed_form(tx, case_reference)
    if kind not in WRITERS:
        raise NotFound("The form is not written in this format.")
    detail = {"kind": kind, "version": form.mapping.version, "sha256": form.hash}
    tx.audit("export_national_form", case=case_reference, reading=True, detail=detail)
    name = f'attachment; filename="analysis-form-{form.reference}-{form.review_version}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(WRITERS[kind](form), media_type=MEDIA[kind], headers=headers)


def _case_page(
    request: Request, tx: Transaction, case_reference: str, faults: list[Fault] | None = None
) -> Response:
    review, relations = review_to_finalise(tx, case_reference), relations_to(tx, case_reference)
    tx.audit("view_finalising", case=case_reference, reading=True)
    found = findings(review)
    return page(
        request,
        "finalise.html",
        409 if faults else 200,
        case=review.case,
        review=review,
        sections=case_navigation(request, tx.person, relations, case_reference),
        in_the_way=[each for each in found if each.blocks],
        to_see_to=[each for each in found if not each.blocks],
        before=finalisings_of(tx, case_reference),
        mapping=national_mapping(),
        may=rights_of(tx.person, relations, review.case.status),
        faults=faults or [],
        active="Cases",
    )
