"""Bundles as files: the reason asked of who takes one away, and the manager's page that allows it."""

from collections.abc import Sequence

from fastapi import Request, Response

from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.actions.bundles.download_bundle import download_bundle
from services.panel.actions.bundles.download_meeting_bundle import download_meeting_bundle
from services.panel.actions.bundles.end_downloads import end_downloads
from services.panel.actions.bundles.make_bundle_file import BundleFile
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meetings import PANEL_KINDS
from services.panel.pages.case_sections import case_navigation
from services.panel.pages.dates import date_from
from services.panel.queries.bundle_reading import panel_type_of, readable_case
from services.panel.queries.bundles import bundle_of
from services.panel.queries.downloads import (
    allowances,
    check_downloads,
    downloads_allowed,
    register_of_downloads,
)
from services.panel.queries.meeting_bundles import downloadable_cases, readable_cases
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()


@router.get("/cases/{case_reference}/bundle/download", name="panel_bundle_download")
def ask(request: Request, tx: Tx, case_reference: str) -> Response:
    return _asking(request, tx, case_reference)


@router.post("/cases/{case_reference}/bundle/download", name="panel_bundle_file")
def take(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        made = download_bundle(tx, case_reference=case_reference, reason=posted.text("reason"))
    except Invalid as refusal:
        return _asking(request, tx, case_reference, posted, refusal.faults)
    return _file(made)


@router.get("/meetings/{meeting_id}/bundle", name="panel_meeting_bundle")
def agenda(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _agenda(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/bundle", name="panel_meeting_bundle_file")
def take_agenda(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    try:
        made = download_meeting_bundle(tx, meeting_id=meeting_id, reason=posted.text("reason"))
    except Invalid as refusal:
        return _agenda(request, tx, meeting_id, posted, refusal.faults)
    return _file(made)


@router.get("/bundle-downloads", name="panel_downloads")
def downloads(request: Request, tx: Tx) -> Response:
    return _downloads(request, tx)


@router.post("/bundle-downloads", name="panel_allow_downloads")
def allow(request: Request, tx: Tx, posted: Posted) -> Response:
    until, unreadable = date_from(posted, "until")
    try:
        allow_downloads(tx, panel=posted.text("panel"), reason=posted.text("reason"), until=until)
    except Invalid as refusal:
        others = [fault for fault in refusal.faults if not unreadable or fault.field != "until"]
        return _downloads(request, tx, posted, [*others, *unreadable])
    return redirect(request, "panel_downloads", "Downloads are allowed.")


@router.post("/bundle-downloads/{allowance_id}/end", name="panel_end_downloads")
def end(request: Request, tx: Tx, posted: Posted, allowance_id: str) -> Response:
    end_downloads(tx, allowance_id=allowance_id)
    return redirect(request, "panel_downloads", "No more bundles can be downloaded under it.")


def _asking(
    request: Request,
    tx: Transaction,
    case_reference: str,
    values: PostedForm | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    case, relations = readable_case(tx, case_reference), relations_to(tx, case_reference)
    check(tx.person, Permission.DOWNLOAD_BUNDLE, relations)
    check_downloads(tx, panel_type_of(tx, case_reference))
    return page(
        request,
        "bundle_download.html",
        422 if faults else 200,
        case=case,
        sections=case_navigation(request, tx.person, relations, case_reference),
        bundle=bundle_of(tx, case_reference),
        values=values,
        faults=faults,
        active="Cases",
    )


def _agenda(
    request: Request,
    tx: Transaction,
    meeting_id: str,
    values: PostedForm | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    cases = readable_cases(tx, meeting)
    tx.audit("view_meeting_bundle", subject=meeting.id, reading=True, detail={"cases": len(cases)})
    return page(
        request,
        "meeting_bundle.html",
        422 if faults else 200,
        meeting=meeting,
        cases=[(case, bundle_of(tx, case.reference)) for case in cases],
        closed=len(meeting.agenda) - len(cases),
        downloads=bool(downloadable_cases(tx, meeting)) and downloads_allowed(tx, meeting.kind),
        values=values,
        faults=faults,
        active="Meetings",
    )


def _downloads(
    request: Request, tx: Transaction, values: PostedForm | None = None, faults: Sequence[Fault] = ()
) -> Response:
    today = london_day(tx.at)
    given, taken = allowances(tx), register_of_downloads(tx)
    tx.audit("view_downloads", reading=True, detail={"downloads": len(taken)})
    return page(
        request,
        "bundle_downloads.html",
        422 if faults else 200,
        standing=[one for one in given if one.ended_at is None and one.until >= today],
        ended=[one for one in given if one.ended_at is not None or one.until < today],
        taken=taken,
        panels=[("", "Every panel"), *PANEL_KINDS.items()],
        longest=bundle_policies(today).longest_allowance_days,
        values=values,
        faults=faults,
        active="Meetings",
    )


def _file(made: BundleFile) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(made.content, media_type="application/pdf", headers=headers)
