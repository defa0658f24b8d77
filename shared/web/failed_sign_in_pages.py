"""How often signing in failed, for the auditor."""

from datetime import timedelta

from fastapi import Request, Response

from shared.accounts.failed_sign_ins import failed_sign_ins
from shared.people import Permission, check
from shared.service import NavigationItem
from shared.web.rendering import page
from shared.web.routing import HtmlRouter
from shared.web.session import session_person
from shared.web.site import site_of

DAYS = 28
FAILED_SIGN_INS = NavigationItem("Failed sign-ins", "/sign-in/failed", Permission.VIEW_AUDIT, in_header=False)
html = HtmlRouter()


@html.get(FAILED_SIGN_INS.path, name="failed_sign_ins")
def failed(request: Request) -> Response:
    site, person = site_of(request), session_person(request)
    check(person, Permission.VIEW_AUDIT)
    accounts = site.root.state.accounts
    counts = failed_sign_ins(accounts, person, site.now() - timedelta(days=DAYS)) if accounts else None
    return page(request, "failed_sign_ins.html", counts=counts, days=DAYS)
