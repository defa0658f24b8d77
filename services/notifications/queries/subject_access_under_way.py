"""In which cases somebody waits for what is held about them: nothing of such a case is disposed of."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from services.notifications.domain.subject_access.request import Stage
from services.notifications.tables.subject_access import subject_access_case, subject_access_step
from shared.people import Permission, check
from shared.storage import Transaction


def under_way_in(tx: Transaction, references: Sequence[str]) -> set[str]:
    """Those of the cases with a request that is neither released nor closed."""
    check(tx.person, Permission.VIEW_RETENTION)
    ended = subject_access_step.c
    mine = subject_access_case.c
    over = exists().where(ended.request_id == mine.request_id, ended.kind.in_([Stage.RELEASED, Stage.CLOSED]))
    return set(
        tx.session.scalars(select(mine.case_reference).where(mine.case_reference.in_(references), ~over))
    )
