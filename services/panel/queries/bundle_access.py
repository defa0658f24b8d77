"""Whether a bundle is open to who looks, and how they stand to its case: one question for a whole page."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BindParameter, Date, Select, Text, bindparam, or_, select

from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.refusals import BundleClosed
from services.panel.queries.cases import check_open_to_see
from services.panel.queries.relations import asking_relations, cases_invited_to, relations_found
from services.panel.tables.cases import review_case
from services.panel.tables.meetings import agenda_item, panel_meeting
from shared.counted_words import counted
from shared.errors import NotFound
from shared.people import Permission, Relation, can
from shared.storage import Transaction


@dataclass(frozen=True)
class OpenBundle:
    """A bundle that who looks may read now, and how they stand to its case.

    ``panel_type``: of the latest panel with the case, which orders its parts; None before any.
    """

    reference: str
    relations: frozenset[Relation]
    panel_type: str | None


def open_bundle(tx: Transaction, reference: str) -> OpenBundle:
    """A bundle that is open to who looks; refuses as ``visible_case`` does, and BundleClosed."""
    today = london_day(tx.at)
    policies = bundle_policies(today)
    since = today - timedelta(days=policies.open_after_meeting_days)
    asked = {"person": tx.person.id, "case": reference.replace("\0", ""), "since": since}
    found = tx.session.execute(_STANDING, asked).one()
    relations = relations_found(found, tx.person.id)
    check_open_to_see(tx, reference, relations)
    if not found.known or "\0" in reference:
        raise NotFound("There is no case with this reference.")
    # The chair keeps it to sign off.
    signs = can(tx.person, Permission.RECORD_ANALYSIS, relations) and found.closed_on is None
    if not (can(tx.person, Permission.VIEW_ALL_CASES) or found.lately or signs):
        raise _closed(policies.open_after_meeting_days)
    return OpenBundle(reference, relations, found.panel_type)


def _closed(days: int) -> BundleClosed:
    return BundleClosed(
        f"Bundles close {counted(days, 'day')} after the meeting. If the panel returns to this case you will "
        "be invited again, and it opens again. If you need it before then, ask the child death review office."
    )


def latest_panel_type(case: str | BindParameter[str]) -> Select[str]:
    """The type of the latest panel with the case on its agenda, which orders its parts; no row before any."""
    return (
        select(panel_meeting.c.kind)
        .join(agenda_item, agenda_item.c.meeting_id == panel_meeting.c.id)
        .where(agenda_item.c.case_reference == case, panel_meeting.c.status != MeetingStatus.CANCELLED)
        .order_by(panel_meeting.c.held_on.desc(), panel_meeting.c.id.desc())
        .limit(1)
    )


def _asking() -> Select[bool, bool, str, str | None, date | None, str | None, bool]:
    """Made once: to make a statement takes as long as to ask it."""
    person, case = bindparam("person", type_=Text()), bindparam("case", type_=Text())
    mine = review_case.c.reference == case
    lately = cases_invited_to(person).where(
        agenda_item.c.case_reference == case,
        or_(
            panel_meeting.c.status != MeetingStatus.CLOSED,
            panel_meeting.c.held_on >= bindparam("since", type_=Date()),
        ),
    )
    return asking_relations().add_columns(
        select(review_case.c.reference).where(mine).scalar_subquery().label("known"),
        select(review_case.c.closed_on).where(mine).scalar_subquery().label("closed_on"),
        latest_panel_type(case).scalar_subquery().label("panel_type"),
        lately.exists().label("lately"),
    )


_STANDING = _asking()
