"""The notifications service: its routes, what it publishes, its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.notifications.actions.forms.remove_notification_draft import remove_expired_drafts
from services.notifications.actions.identity.catch_up_with_identity import compare_children_again
from services.notifications.actions.importing.work_on_imports import work_on_imports
from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.background import work_with
from services.notifications.domain.gathering import links
from services.notifications.domain.intake import notify_links, questions, transfers
from services.notifications.domain.intake.signed_links import salt_of
from services.notifications.reads_no_case_data import READS_NO_CASE_DATA
from services.notifications.tables import metadata
from services.notifications.tables.row_security import ROW_SECURITY
from shared.contracts import (
    CaseDocumentConfirmed,
    CaseDocumentWithheld,
    CaseFactsRecorded,
    CaseInvolvementRecorded,
    CaseMaterialConfirmed,
    CaseMilestoneRecorded,
    CaseRecordDisposed,
    CaseRestricted,
    CaseRestrictionLifted,
    ChildDeathNotified,
    FamilyQuestionConfirmed,
    FamilyQuestionWithdrawn,
    HoldRaised,
    HoldReleased,
    ReportingFormClosed,
    ReportingFormReceived,
    ReportingFormRequested,
)
from shared.people import Permission
from shared.service import NavigationItem, Service

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple["APIRouter", ...]:
    """Loaded when they are served: a worker does not wait for pages."""
    from services.notifications import api
    from services.notifications.pages import (
        agencies,
        board,
        care_plans,
        case_answers,
        cases,
        clocks,
        clusters,
        confirm,
        coroner,
        disposals,
        documents,
        facts,
        families,
        family,
        gathering,
        identity,
        import_columns,
        import_rows,
        importing,
        joint_agency,
        merging,
        national_return,
        notifier_documents,
        notifier_questions,
        notify,
        notify_links,
        processes,
        receipts,
        referrals,
        requests,
        respond,
        restrictions,
        retention,
        reversals,
        review_elsewhere,
        saved_notifications,
        subject_access,
        subject_access_answer,
        subject_access_items,
        timeliness_report,
        transfers,
        triage,
    )
    from shared.web import audit_router, break_glass_router, messages_router, operations_router

    return (
        api.router,  # first, as partner systems call it most
        notify.router,
        saved_notifications.router,
        receipts.router,
        notify_links.router,
        notifier_questions.router,
        notifier_documents.router,
        documents.router,
        transfers.router,
        triage.router,
        merging.html,
        identity.html,
        clusters.html,
        cases.router,
        case_answers.router,
        clocks.html,
        processes.html,
        review_elsewhere.html,
        referrals.html,
        coroner.html,
        board.html,
        gathering.html,
        requests.html,
        facts.html,
        messages_router(),
        agencies.html,
        confirm.html,
        reversals.html,
        restrictions.html,
        break_glass_router("case", "reference"),
        joint_agency.html,
        family.html,
        families.html,
        care_plans.html,
        respond.html,
        disposals.html,
        retention.html,
        subject_access.html,
        subject_access_items.html,
        subject_access_answer.html,
        national_return.router,
        timeliness_report.router,
        importing.router,
        import_columns.router,
        import_rows.router,
        audit_router(),
        operations_router(),
    )


SERVICE = Service(
    name="notifications",
    prefix="/notifications",
    title="Notifications",
    folder=Path(__file__).parent,
    reads_no_case_data=READS_NO_CASE_DATA,
    metadata=metadata,
    row_security=ROW_SECURITY,
    routers=routers,
    topic="child-death-notifications",
    publishes=(
        ChildDeathNotified,
        HoldRaised,
        HoldReleased,
        ReportingFormRequested,
        ReportingFormReceived,
        ReportingFormClosed,
        CaseMaterialConfirmed,
        CaseDocumentConfirmed,
        CaseDocumentWithheld,
        CaseFactsRecorded,
        CaseInvolvementRecorded,
        CaseMilestoneRecorded,
        CaseRecordDisposed,
        FamilyQuestionConfirmed,
        FamilyQuestionWithdrawn,
        CaseRestricted,
        CaseRestrictionLifted,
    ),
    signed_links={
        "/respond/": links.SALT,
        "/notify/with/": salt_of(notify_links.PURPOSE),
        "/notify/questions/": salt_of(questions.PURPOSE),
        "/transferred/": salt_of(transfers.PURPOSE),
    },
    steps=(compare_children_again, work_on_imports, remove_expired_drafts, carry_out_disposal),
    work_with=work_with,
    navigation=(
        NavigationItem("Notify a death", "/notifications/notify", Permission.SUBMIT_NOTIFICATION),
        NavigationItem("Triage", "/notifications/triage", Permission.TRIAGE_NOTIFICATION),
        NavigationItem("Who is holding cases up", "/notifications/board", Permission.VIEW_IDENTIFIABLE_CASE),
        NavigationItem(
            "Notified cases", "/notifications/cases", Permission.VIEW_IDENTIFIABLE_CASE, in_header=False
        ),
        NavigationItem(
            "Care plan addresses",
            "/notifications/care-plan-addresses",
            Permission.KEEP_CARE_PLAN_ADDRESSES,
            in_header=False,
        ),
        NavigationItem(
            "Ask about an address", "/notifications/care-plan-question", Permission.ASK_FOR_CARE_PLAN
        ),
        NavigationItem(
            "Links for agencies", "/notifications/links", Permission.TRIAGE_NOTIFICATION, in_header=False
        ),
        NavigationItem(
            "Transfers", "/notifications/transfers", Permission.TRIAGE_NOTIFICATION, in_header=False
        ),
        NavigationItem(
            "Deaths that may belong together",
            "/notifications/clusters",
            Permission.VIEW_LINKED_CHILDREN,
            in_header=False,
        ),
        NavigationItem("Merges", "/notifications/merges", Permission.TRIAGE_NOTIFICATION, in_header=False),
        NavigationItem(
            "Texts to confirm", "/notifications/materials", Permission.CONFIRM_REDACTION, in_header=False
        ),
        NavigationItem("Redactions to open", "/notifications/reversals", Permission.REVERSE_REDACTION),
        NavigationItem(
            "Restricted cases", "/notifications/restricted", Permission.RESTRICT_CASE, in_header=False
        ),
        NavigationItem(
            "Open a restricted case", "/notifications/break-glass", Permission.BREAK_GLASS, in_header=False
        ),
        NavigationItem("Audit of notifications", "/notifications/audit", Permission.VIEW_AUDIT),
        NavigationItem(
            "Timeliness", "/notifications/timeliness", Permission.VIEW_TIMELINESS, in_header=False
        ),
        NavigationItem(
            "National database", "/notifications/national", Permission.MAKE_NATIONAL_RETURN, in_header=False
        ),
        NavigationItem("Import", "/notifications/import", Permission.IMPORT_NOTIFICATIONS, in_header=False),
        NavigationItem("Retention", "/notifications/retention", Permission.VIEW_RETENTION, in_header=False),
        NavigationItem(
            "Requests for own data",
            "/notifications/subject-access",
            Permission.VIEW_SUBJECT_ACCESS,
            in_header=False,
        ),
        NavigationItem("Operations", "/notifications/operations", Permission.OPERATE, in_header=False),
    ),
)
