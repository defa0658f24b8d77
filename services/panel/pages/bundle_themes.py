"""From the bundle to its themes and back: a pass for who may read it, and where a sentence stands in it."""

import re

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.panel.domain.bundles.bundle_pages import stretch_at
from services.panel.pages.bundle import to_page
from services.panel.queries.bundle_access import open_bundle
from services.panel.queries.bundles import bundle_of, text_of_version
from services.panel.queries.ratings import is_still_to_rate
from services.panel.queries.relations import cases_shut_to_me
from shared.case_passes import OFFICE_READS, SHOWN_AT, pass_for, token_of
from shared.errors import NotFound
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx
from shared.web.site import site_of

router = HtmlRouter()
PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,12})-([0-9]{1,12})")


@router.get("/cases/{case_reference}/bundle/themes", name="panel_bundle_themes")
def themes(request: Request, tx: Tx, case_reference: str) -> Response:
    """Whoever themes cases is led to the page on which that is done."""
    opened = open_bundle(tx, case_reference)
    if can(tx.person, Permission.VIEW_THEMES_OF_CASE):
        return RedirectResponse(OFFICE_READS.format(case_reference=opened.reference), 303)
    rates_first = is_still_to_rate(tx, opened.reference)
    shut = cases_shut_to_me(tx)
    given = pass_for(tx.person, opened.reference, shut=shut, rates_first=rates_first, at=tx.at)
    token = token_of(site_of(request).settings.secret_key.get_secret_value(), given)
    return RedirectResponse(SHOWN_AT.format(token=token), 303)


@router.get("/cases/{case_reference}/bundle/materials/{material_id}/{place}", name="panel_bundle_place")
def place(request: Request, tx: Tx, case_reference: str, material_id: str, place: str) -> Response:
    """Leads to a sentence: ``place`` is the version of a document and where it begins and ends there,
    "2.345-410". Of another version than the bundle has the document is shown, and nothing is pointed at.
    """
    opened = open_bundle(tx, case_reference)
    found = (one for one in bundle_of(tx, opened.reference).documents if one.material_id == material_id)
    document, wanted = next(found, None), PLACE.fullmatch(place)
    if document is None or wanted is None:
        raise NotFound("There is no such document in this bundle.")
    if int(wanted[1]) != document.version:
        return to_page(request, opened.reference, f"{document.number}.1")
    text = text_of_version(tx, opened.reference, material_id, document.version)
    stretch = stretch_at(text, int(wanted[2]), int(wanted[3]))
    return to_page(request, opened.reference, f"{document.number}.{stretch.page}", pointed_at=stretch)
