"""Who read and changed what. Any service adds ``audit_router()`` to its routers and gets /audit and below."""

from shared.web.audit_pages.everything import audit
from shared.web.audit_pages.of_case import audit_of_case, audit_of_case_file
from shared.web.audit_pages.of_person import audit_of_person, audit_of_person_file
from shared.web.audit_pages.unusual import add_unusual
from shared.web.routing import HtmlRouter


def audit_router() -> HtmlRouter:
    """The audit pages of a service, for the auditor. Looking at them is itself audited, as reading."""
    html = HtmlRouter()
    html.add_api_route("/audit", audit, name="audit")
    html.add_api_route("/audit/case", audit_of_case, name="audit_of_case")
    html.add_api_route("/audit/case.csv", audit_of_case_file, name="audit_of_case_file")
    html.add_api_route("/audit/person", audit_of_person, name="audit_of_person")
    html.add_api_route("/audit/person.csv", audit_of_person_file, name="audit_of_person_file")
    add_unusual(html)
    return html
