"""Releases of statistics as they are kept: how each stands, what its rounds held, and all that is out."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Integer, func, select, text

from services.theming.domain.london_days import london_day
from services.theming.domain.releases.kept_table import KeptTable, layout_from_json, table_from_json
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.tables import (
    case_facts,
    published_elsewhere,
    release_case_version,
    release_round,
    release_step,
    released_file,
    released_table,
    statistics_release,
)
from shared.errors import NotFound, NotPermitted
from shared.people import Permission, can, check
from shared.storage import Transaction

NOT_THERE = "There is no such release."
_NEWEST = statistics_release.c.id.desc()
_DAY = {"reviewed": case_facts.c.reviewed_on, "notified": case_facts.c.notified_on}
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('releases of statistics', 0))")


def lock_releases(tx: Transaction) -> None:
    """Nothing else goes out until this transaction ends: what one reads as being out is all there is."""
    tx.session.execute(_LOCK)


def releases(tx: Transaction) -> list[StatisticsRelease]:
    """Every release that who is looking may see, the newest first."""
    check(tx.person, Permission.READ_RELEASES)
    found = tx.session.scalars(select(StatisticsRelease).order_by(_NEWEST))
    return [each for each in found if _may_see(tx, each)]


def release(tx: Transaction, release_id: str) -> StatisticsRelease:
    """Raises NotFound, also for what is not out yet to whoever only reads what is."""
    check(tx.person, Permission.READ_RELEASES)
    return _found(tx, release_id, for_change=False)


def release_for_change(tx: Transaction, release_id: str) -> StatisticsRelease:
    """One release, locked until the transaction ends: of the office any, else one's own. Raises NotFound."""
    check(tx.person, Permission.PREPARE_RELEASE)
    found = _found(tx, release_id, for_change=True)
    if not (_of_the_office(tx) or found.prepared_by == tx.person.id):
        raise NotPermitted("Somebody else prepared this release.")
    return found


def numbers_taken(tx: Transaction) -> int:
    """How many releases there are; locked, so that the next has a number of its own."""
    check(tx.person, Permission.PREPARE_RELEASE)
    lock_releases(tx)
    return tx.session.scalar(select(func.count()).select_from(statistics_release)) or 0


def round_of(tx: Transaction, found: StatisticsRelease) -> Any:
    """The newest round: when its data was taken, and what was out beside it."""
    check(tx.person, Permission.READ_RELEASES)
    wanted = (release_round.c.release_id == found.id) & (release_round.c.round == found.round)
    return tx.session.execute(select(release_round).where(wanted)).one()


def tables_of(tx: Transaction, found: StatisticsRelease) -> list[KeptTable]:
    """The tables of the newest round, in order."""
    check(tx.person, Permission.READ_RELEASES)
    wanted = (released_table.c.release_id == found.id) & (released_table.c.round == found.round)
    rows = tx.session.execute(select(released_table).where(wanted).order_by(released_table.c.number))
    return [_kept(row) for row in rows]


def steps_of(tx: Transaction, release_id: str) -> Sequence[Any]:
    """Who did what, the newest first."""
    check(tx.person, Permission.READ_RELEASES)
    found = select(release_step).where(release_step.c.release_id == release_id)
    return tx.session.execute(found.order_by(release_step.c.number.desc())).all()


def files_of(tx: Transaction, found: StatisticsRelease) -> Sequence[Any]:
    """Name, checksum, size in bytes and maker of each file of the newest round, without the files."""
    check(tx.person, Permission.READ_RELEASES)
    size = func.length(released_file.c.content, type_=Integer).label("size")
    columns = (released_file.c.name, released_file.c.sha256, size, released_file.c.made_with)
    rows = select(*columns).where(_of_round(found)).order_by(released_file.c.name)
    return tx.session.execute(rows).all()


def file_content(tx: Transaction, found: StatisticsRelease, name: str) -> bytes:
    """The bytes of one file. Raises NotFound."""
    check(tx.person, Permission.READ_RELEASES)
    wanted = select(released_file.c.content).where(_of_round(found), released_file.c.name == name)
    readable = name.isprintable() and may_read_figures(tx, found)
    content = tx.session.scalar(wanted) if readable else None
    if content is None:
        raise NotFound("There is no such file.")
    return bytes(content)


def case_versions(tx: Transaction, basis: str, first: Any, last: Any) -> list[tuple[str, int | None]]:
    """The cases that ``basis`` places from the first day to the last, with the version of their review.

    For the record of a release alone: nobody is shown them here.
    """
    check(tx.person, Permission.PREPARE_RELEASE)
    found = select(case_facts.c.case_reference, case_facts.c.review_version)
    return [
        (reference, version)
        for reference, version in tx.session.execute(found.where(_DAY[basis].between(first, last)))
    ]


def cases_of(tx: Transaction, found: StatisticsRelease) -> int:
    """How many cases were counted for the newest round."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    cases = release_case_version
    wanted = (cases.c.release_id == found.id) & (cases.c.round == found.round)
    return tx.session.scalar(select(func.count()).select_from(cases).where(wanted)) or 0


def all_out(tx: Transaction, policies: Collection[str], basis: str) -> list[StatisticsRelease]:
    """Every release that went out under one of the policies, withdrawn ones too, in that order."""
    check(tx.person, Permission.VIEW_STATISTICS)
    wanted = statistics_release.c.policy.in_(policies) & (statistics_release.c.basis == basis)
    found = select(StatisticsRelease).where(wanted, statistics_release.c.released_at.is_not(None))
    return list(tx.session.scalars(found.order_by(statistics_release.c.released_at, statistics_release.c.id)))


def tables_out(tx: Transaction, found: StatisticsRelease) -> list[KeptTable]:
    """What a release holds, for protecting others: its embargo does not matter."""
    check(tx.person, Permission.VIEW_STATISTICS)
    wanted = (released_table.c.release_id == found.id) & (released_table.c.round == found.round)
    rows = tx.session.execute(select(released_table).where(wanted).order_by(released_table.c.number))
    return [_kept(row) for row in rows]


def elsewhere(tx: Transaction, policies: Collection[str], basis: str) -> Sequence[Any]:
    """What was published by another way, in the order in which it was."""
    check(tx.person, Permission.VIEW_STATISTICS)
    rows = published_elsewhere
    wanted = rows.c.policy.in_(policies) & (rows.c.basis == basis)
    return tx.session.execute(select(rows).where(wanted).order_by(rows.c.number)).all()


def may_see_all_of(tx: Transaction, policy: str) -> bool:
    """Whether who is looking may see output under the policy: what is for boards is for the office alone."""
    return policy == "publishable" or _of_the_office(tx)


def may_read_figures(tx: Transaction, found: StatisticsRelease) -> bool:
    """Whether who is looking may read what it holds: the office, and once it is out everybody.

    Who could read what is being prepared could prepare one after another and take each from the next.
    """
    return _of_the_office(tx) or found.shown_on(london_day(tx.at))


def _of_the_office(tx: Transaction) -> bool:
    return can(tx.person, Permission.VIEW_THEMES_OF_CASE)


def _may_see(tx: Transaction, found: StatisticsRelease) -> bool:
    """That there is such a release: the office, who prepared it, and everybody once its day has come."""
    if not may_see_all_of(tx, found.policy):
        return False
    if _of_the_office(tx) or found.prepared_by == tx.person.id:
        return True
    return found.is_out and (found.embargo_on is None or found.embargo_on <= london_day(tx.at))


def _found(tx: Transaction, release_id: str, *, for_change: bool) -> StatisticsRelease:
    wanted = select(StatisticsRelease).where(statistics_release.c.id == release_id)
    if for_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(wanted) if release_id.isprintable() else None
    if found is None or not _may_see(tx, found):
        raise NotFound(NOT_THERE)
    return found


def _of_round(found: StatisticsRelease) -> Any:
    return (released_file.c.release_id == found.id) & (released_file.c.round == found.round)


def _kept(row: Any) -> KeptTable:
    linked, hidden = table_from_json({**row.counts, "hidden": row.hidden, "name": row.title})
    return KeptTable(row.number, row.question, layout_from_json(row.layout), linked, hidden)
