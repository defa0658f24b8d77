"""The panel service: its routes, what it consumes and publishes, its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.panel.actions.bundles.destroy_private_notes import destroy_private_notes
from services.panel.background import work_with
from services.panel.domain.free_texts import LONGER_TEXTS, LONGEST_TEXT
from services.panel.domain.learning import owner_links as owner_link_rules
from services.panel.domain.meetings import answers
from services.panel.handlers import HANDLERS
from services.panel.reads_no_case_data import READS_NO_CASE_DATA
from services.panel.tables import metadata
from services.panel.tables.row_security import ROW_SECURITY
from shared.contracts import PanelMeetingHeld, RecommendationFollowed, ReviewCompleted
from shared.people import Permission
from shared.service import NavigationItem, Service

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple["APIRouter", ...]:
    """Loaded when they are served: a worker does not wait for pages."""
    from services.panel import api
    from services.panel.pages import (
        acting_chair,
        action_log,
        action_plan,
        agenda,
        attendance,
        bundle,
        bundle_changes,
        bundle_downloads,
        bundle_notes,
        bundle_search,
        bundle_themes,
        calendar,
        case_history,
        case_themes,
        cases,
        chair,
        completed_reviews,
        experts,
        family_questions,
        finalising,
        interests,
        invitations,
        kept_texts,
        learning,
        meeting_record,
        meeting_steps,
        meetings,
        member_units,
        members,
        owner_links,
        panels,
        planning,
        quorum_rules,
        ratings,
        reports,
        review,
        room,
        sign_off,
    )
    from shared.web import audit_router, break_glass_router, messages_router, operations_router

    return (
        cases.router,
        case_themes.router,
        bundle.router,
        bundle_search.router,
        bundle_themes.router,
        bundle_changes.router,
        bundle_notes.router,
        bundle_downloads.router,
        review.router,
        completed_reviews.router,
        kept_texts.router,
        chair.router,
        sign_off.router,
        finalising.router,
        case_history.router,
        ratings.router,
        quorum_rules.router,
        room.router,
        family_questions.router,
        planning.router,  # before the pages of one meeting: its path begins like theirs
        calendar.router,
        meetings.router,
        meeting_steps.router,
        acting_chair.router,
        invitations.router,
        experts.router,
        panels.router,
        agenda.router,
        action_plan.router,
        action_log.router,
        owner_links.router,
        learning.router,
        reports.router,
        attendance.router,
        members.router,
        member_units.router,
        meeting_record.router,
        interests.router,
        api.router,
        break_glass_router("panel_case", "case_reference"),
        messages_router(),
        audit_router(),
        operations_router(),
    )


SERVICE = Service(
    name="panel",
    prefix="/panel",
    title="Cases and panel meetings",
    folder=Path(__file__).parent,
    reads_no_case_data=READS_NO_CASE_DATA,
    metadata=metadata,
    row_security=ROW_SECURITY,
    routers=routers,
    topic="child-death-reviews",
    publishes=(ReviewCompleted, RecommendationFollowed, PanelMeetingHeld),
    consumes=("child-death-notifications",),
    handlers=HANDLERS,
    signed_links={"/owner/": owner_link_rules.SALT, "/answer/": answers.SALT},
    steps=(destroy_private_notes,),
    work_with=work_with,
    longest_text=LONGEST_TEXT,
    longer_texts=LONGER_TEXTS,
    navigation=(
        NavigationItem("Cases", "/panel/cases", Permission.VIEW_OWN_MEETINGS),
        NavigationItem("Meetings", "/panel/meetings", Permission.VIEW_OWN_MEETINGS),
        NavigationItem("Panel audit", "/panel/audit", Permission.VIEW_AUDIT),
        NavigationItem(
            "What was recommended before",
            "/panel/recommendations",
            Permission.VIEW_OWN_MEETINGS,
            in_header=False,
        ),
        NavigationItem(
            "Reports of the panel", "/panel/reports", Permission.VIEW_PANEL_REPORTS, in_header=False
        ),
        NavigationItem(
            "Open a restricted case for the panel",
            "/panel/break-glass",
            Permission.BREAK_GLASS,
            in_header=False,
        ),
        NavigationItem("Operations", "/panel/operations", Permission.OPERATE, in_header=False),
    ),
)
