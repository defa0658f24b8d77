"""The pages of one case, in the order of its navigation: a table, so that a page is added by a row."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request

from shared.people import Permission, Person, can
from shared.web import url_for


@dataclass(frozen=True)
class CaseSection:
    """A page of a case: the name of its route, whose path parameter is called ``parameter``."""

    route: str
    label: str
    permission: Permission
    parameter: str = "reference"


CASE_SECTIONS: tuple[CaseSection, ...] = (
    CaseSection("case", "Overview", Permission.VIEW_IDENTIFIABLE_CASE),
    CaseSection("case_clocks", "Clocks", Permission.VIEW_IDENTIFIABLE_CASE),
    CaseSection("identity", "Who the child is", Permission.TRIAGE_NOTIFICATION),
    CaseSection("case_answers", "Answers", Permission.VIEW_IDENTIFIABLE_CASE),
    CaseSection("gathering", "Information", Permission.GATHER_INFORMATION, "case_reference"),
    CaseSection("case_documents", "Documents", Permission.GATHER_INFORMATION),
    CaseSection("facts", "What sources say", Permission.GATHER_INFORMATION),
    CaseSection("joint_agency", "Joint agency response", Permission.RECORD_JOINT_AGENCY_RESPONSE),
    CaseSection("family", "Family", Permission.RECORD_FAMILY_CONTACT),
    CaseSection("processes", "Other processes", Permission.RECORD_PARALLEL_PROCESS),
    CaseSection("referrals", "Refer on", Permission.RECORD_PARALLEL_PROCESS),
    CaseSection("coroner", "Coroner", Permission.DISCLOSE_TO_CORONER),
    CaseSection("case_restriction", "Who may see it", Permission.RESTRICT_CASE),
    CaseSection("national_case", "National database", Permission.MAKE_NATIONAL_RETURN),
)


def case_navigation(request: Request, person: Person, reference: str) -> list[dict[str, str]]:
    """The links to the pages of a case that a person may open: route, label and address."""
    return [
        {
            "route": each.route,
            "label": each.label,
            "href": _address(request, each, reference),
        }
        for each in CASE_SECTIONS
        if can(person, each.permission)
    ]


def _address(request: Request, section: CaseSection, reference: str) -> str:
    parameters: dict[str, Any] = {section.parameter: reference}
    return url_for(request, section.route, **parameters)
