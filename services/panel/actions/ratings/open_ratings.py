"""The ratings of a round are opened to all at once: when all are in, or when the chair says why not."""

from sqlalchemy import update

from services.panel.domain.ratings.rating_round import check_opening
from services.panel.queries.cases import case_for_change
from services.panel.queries.ratings import newest_round, rating_progress
from services.panel.queries.relations import relations_to
from services.panel.tables.ratings import rating_round
from shared.people import Permission, can, check
from shared.storage import Transaction


def open_ratings(tx: Transaction, *, case_reference: str, because: str = "") -> None:
    """Open the newest round; nothing is rated in it any more. Refuses what ``check_opening`` refuses."""
    relations = relations_to(tx, case_reference)
    chairs = can(tx.person, Permission.COMPLETE_REVIEW, relations)
    if not chairs:
        check(tx.person, Permission.RECORD_ANALYSIS, relations)
    case_for_change(tx, case_reference)
    newest, progress = newest_round(tx, case_reference), rating_progress(tx, case_reference)
    one, progress = check_opening(newest, progress, chairs=chairs, because=because)
    opened = {"opened_at": tx.at, "opened_by": tx.person.id, "opened_by_name": tx.person.name}
    counts = {"expected": progress.expected, "came_in": progress.came_in}
    said = "" if progress.all_in else because.strip()
    tx.session.execute(
        update(rating_round)
        .where(rating_round.c.id == one.id)
        .values(**opened, **counts, opened_because=said)
    )
    detail = {"round": one.number, **counts}
    tx.audit("open_ratings", case=case_reference, detail=detail)
