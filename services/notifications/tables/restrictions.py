"""Who may see a restricted case, and how every table here belongs to a case."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, exists, or_, select

from services.notifications.tables.disposals import disposal_outcome
from services.notifications.tables.gathering import reporting_form_request
from services.notifications.tables.intake import case_transfer, notifier_question, notify_link
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import notification
from services.notifications.tables.subject_access import subject_access_case
from shared.auditing.reading.tables import add_unusual_reading
from shared.restrictions.tables import add_restrictions
from shared.storage.case_scope import CaseScope, Rule, by, every, listing, mentioning, scope_cases, through

add_restrictions(metadata)
add_unusual_reading(metadata)


def merged_along(references: Sequence[str]) -> Select[str, str]:
    """(reference, case) of every notification merged into one of the cases, also through another."""
    direct = select(notification.c.case_reference, notification.c.merged_into.label("of")).where(
        notification.c.merged_into.in_(list(references))
    )
    merged = direct.cte("merged_along", recursive=True)
    further = select(notification.c.case_reference, merged.c.of).join(
        merged, notification.c.merged_into == merged.c.case_reference
    )
    into = merged.union(further)
    return select(into.c.case_reference, into.c.of)


def _messages() -> Rule:
    """Of a request, a link, a question, a transfer, broken glass, or of the notification itself."""
    kept = by("case_reference")
    glass = metadata.tables["break_glass"]
    places = (
        (reporting_form_request, "request_id"),
        (notifier_question, "question_id"),
        (notify_link, "link_id"),
        (case_transfer, "transfer_id"),
        (glass, "id"),
    )
    return every(by("about"), *(through("about", table, key, kept) for table, key in places))


def _answers() -> Rule:
    """To who asked what is held about them: closed with any one of the cases that they speak of."""

    def rule(rows: FromClause, closed: Sequence[str]) -> ColumnElement[bool]:
        looked_through = subject_access_case.alias("looked_through").c
        of_closed = select(looked_through.request_id).where(looked_through.case_reference.in_(list(closed)))
        return rows.c.request_id.not_in(of_closed)

    return rule


def _open_or_gone() -> Rule:
    """Records on lists for disposal: what is gone is closed to nobody, as it stands on the certificate."""

    def rule(rows: FromClause, closed: Sequence[str]) -> ColumnElement[bool]:
        ended = disposal_outcome.alias("ended").c
        same = (ended[name] == rows.c[name] for name in ("list_id", "case_reference", "record_type"))
        gone = exists().where(ended.outcome == "disposed", *same)
        return or_(rows.c.case_reference.not_in(closed), gone)

    return rule


def _kept_only() -> Rule:
    return lambda rows, closed: or_(rows.c.case_reference.not_in(closed), rows.c.outcome == "disposed")


SCOPE = CaseScope(
    metadata,
    root=notification.c.case_reference,
    special={
        "audit_entry": every(by("case_reference"), mentioning("subject", "detail")),
        "dead_letter": mentioning("key", "envelope"),
        "cluster_decision": listing("cases"),
        "disposal_item": _open_or_gone(),
        "disposal_outcome": _kept_only(),
        "legal_hold": mentioning("subject", "reason"),
        "message": _messages(),
        "subject_access_answer": _answers(),
    },
    along=merged_along,
)
scope_cases("notifications", SCOPE)
