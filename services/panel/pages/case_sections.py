"""The pages of one case, in the order of its navigation: a table, so that a page is added by a row."""

from collections.abc import Collection
from dataclasses import dataclass

from fastapi import Request

from shared.people import Permission, Person, Relation, can
from shared.web import url_for


@dataclass(frozen=True)
class CaseSection:
    """A page of a case: the name of its route, whose path parameter is ``case_reference``."""

    route: str
    label: str
    permission: Permission


CASE_SECTIONS: tuple[CaseSection, ...] = (
    CaseSection("panel_case", "Case", Permission.VIEW_BUNDLE),
    CaseSection("panel_bundle", "Bundle", Permission.VIEW_BUNDLE),
    CaseSection("panel_review", "Analysis", Permission.RECORD_ANALYSIS),
    CaseSection("panel_ratings", "Ratings", Permission.READ_RATINGS),
    CaseSection("case_themes", "Themes", Permission.PREPARE_MEETING),
    CaseSection("panel_family_questions", "Family's questions", Permission.VIEW_BUNDLE),
    CaseSection("panel_chair", "Chair", Permission.COMPLETE_REVIEW),
    CaseSection("panel_sign_off", "Sign-off", Permission.RECORD_ANALYSIS),
    CaseSection("panel_finalise", "National form", Permission.FINALISE_REVIEW),
    CaseSection("panel_case_history", "History", Permission.VIEW_ALL_CASES),
)


def case_navigation(
    request: Request, person: Person, relations: Collection[Relation], reference: str
) -> list[dict[str, str]]:
    """The links to the pages of a case that a person may open: route, label and address."""
    return [
        {
            "route": each.route,
            "label": each.label,
            "href": url_for(request, each.route, case_reference=reference),
        }
        for each in CASE_SECTIONS
        if can(person, each.permission, relations)
    ]
