"""Papers that came after an agenda had gone out: for cases that the caller may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.tables.bundles import bundle_part
from shared.storage import Transaction


@dataclass(frozen=True)
class LatePaper:
    """A document, or a new version of one; ``arrived_at`` is when the last of it came (UTC)."""

    title: str
    version: int
    arrived_at: datetime


def late_papers(
    tx: Transaction, meeting: PanelMeeting, references: Iterable[str]
) -> dict[str, list[LatePaper]]:
    """By case, in order of arrival; none while the agenda has not gone out.

    A case that was itself listed late has no late papers from before it was listed.
    """
    if meeting.published_at is None:
        return {}
    part, arrived = bundle_part.c, func.max(bundle_part.c.arrived_at)
    wanted = (
        select(part.case_reference, part.title, part.version, arrived)
        .where(part.case_reference.in_(list(references)), part.arrived_at > meeting.published_at)
        .group_by(part.case_reference, part.material_id, part.title, part.version)
        .order_by(arrived, part.title)
    )
    listed_at = {item.case_reference: item.listed_at for item in meeting.agenda}
    found: dict[str, list[LatePaper]] = {}
    for reference, title, version, at in tx.session.execute(wanted):
        if at > listed_at[reference]:
            found.setdefault(reference, []).append(LatePaper(title, version, at))
    return found
