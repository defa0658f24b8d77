"""Somebody puts a release forward: its files are made, to be read by a second person."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert

from services.theming.actions.releases.keep_round import keep_step
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.two_people import embargo_faults
from services.theming.queries.releases import release_for_change, round_of, tables_of
from services.theming.tables import released_file
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def put_release_forward(
    tx: Transaction,
    *,
    release_id: str,
    embargo_on: date | None = None,
    unreadable: Sequence[Fault] = (),
) -> StatisticsRelease:
    """Raises Invalid, TransitionRefused, and MeanwhileOut if something went out since."""
    check(tx.person, Permission.PREPARE_RELEASE)
    release = release_for_change(tx, release_id)
    release.check_open()
    if faults := [*embargo_faults(embargo_on, london_day(tx.at)), *unreadable]:
        raise Invalid(faults)
    _check_out(tx, release)
    with tx.session.begin_nested():
        release.put_forward(by_name=tx.person.name, at=tx.at)
        release.embargo_on = embargo_on
        _keep_files(tx, release)
        keep_step(tx, release, "put_forward", embargo_on=embargo_on)
    return release


def _check_out(tx: Transaction, release: StatisticsRelease) -> None:
    # Here and not above: the solvers take seconds to load, and most processes never need them.
    from services.theming.disclosure.going_out import check_still_goes
    from services.theming.disclosure.ledger import as_released

    own = as_released("this release", tables_of(tx, release))
    check_still_goes(tx, own, release.policy, release.basis, known_at=release.data_as_of)


def _keep_files(tx: Transaction, release: StatisticsRelease) -> None:
    """The files of this round; put forward again unchanged, they are there already."""
    from services.theming.queries.releases import files_of
    from services.theming.releases.files import checksum, made_files, made_with, written

    if files_of(tx, release):
        return
    files = made_files(written(release, round_of(tx, release), tables_of(tx, release)))
    for name, content in files.items():
        row = {"name": name, "content": content, "sha256": checksum(content), "made_with": made_with()}
        tx.session.execute(insert(released_file).values(release_id=release.id, round=release.round, **row))
