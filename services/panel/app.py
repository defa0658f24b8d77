"""The panel service: its routes, what it consumes and publishes, its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.panel.background import work_with
from services.panel.handlers import HANDLERS
from services.panel.tables import metadata
from shared.contracts import ReviewCompleted
from shared.people import Permission
from shared.service import NavigationItem, Service

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple["APIRouter", ...]:
    """Loaded when they are served: a worker does not wait for pages."""
    from services.panel import api
    from services.panel.pages import (
        action_log,
        agenda,
        attendance,
        bundle,
        cases,
        family_questions,
        interests,
        meeting_record,
        meetings,
        members,
        review,
    )
    from shared.web import audit_router, messages_router, operations_router

    return (
        cases.router,
        bundle.router,
        review.router,
        family_questions.router,
        meetings.router,
        agenda.router,
        action_log.router,
        attendance.router,
        members.router,
        meeting_record.router,
        interests.router,
        api.router,
        messages_router(),
        audit_router(),
        operations_router(),
    )


SERVICE = Service(
    name="panel",
    prefix="/panel",
    title="Cases and panel meetings",
    folder=Path(__file__).parent,
    metadata=metadata,
    routers=routers,
    topic="child-death-reviews",
    publishes=(ReviewCompleted,),
    consumes=("child-death-notifications",),
    handlers=HANDLERS,
    work_with=work_with,
    navigation=(
        NavigationItem("Cases", "/panel/cases", Permission.VIEW_OWN_MEETINGS),
        NavigationItem("Meetings", "/panel/meetings", Permission.VIEW_OWN_MEETINGS),
        NavigationItem("Panel audit", "/panel/audit", Permission.VIEW_AUDIT),
        NavigationItem("Operations", "/panel/operations", Permission.OPERATE, in_header=False),
    ),
)
