"""Whether anything that statistics count has changed, found out without counting it."""

from typing import NamedTuple

from sqlalchemy import func, literal_column, select

from services.theming.rules import OF_ANSWERS, rules_digest
from services.theming.tables import ready_year, statistics_change
from shared.people import Permission, check_any
from shared.storage import Transaction

_VERSION = select(
    func.concat(
        func.coalesce(func.sum(statistics_change.c.changes), 0),
        ".",
        # A rebuild makes the tables anew: as many changes of another table need not be the same changes.
        literal_column("'case_fact_version'::regclass::oid::bigint"),
    )
).scalar_subquery()
_READERS = (Permission.VIEW_STATISTICS, Permission.VIEW_SCORECARD)


class Version(NamedTuple):
    """``data`` is another text after every change, and ``year`` where the year's cases may have changed.

    ``data`` never comes back; ``year`` does when its cases are again what they were.
    """

    data: str
    year: str


def data_version(tx: Transaction) -> str:
    """Another text after every change of a fact, of a review or of a theme that a person decided."""
    _check(tx)
    return str(tx.session.scalar(select(_VERSION)))


def year_version(tx: Transaction, basis: str, year: int) -> Version:
    """The version of the data, and of the cases that ``basis`` places in a financial year.

    Until it has been looked at what the year's cases are like, every change may be one of them.
    """
    _check(tx)
    of_year = select(ready_year.c.cases_are).where(
        ready_year.c.rules == rules_digest(*OF_ANSWERS),
        ready_year.c.basis == basis,
        ready_year.c.year == year,
        ready_year.c.data_version == _VERSION,
    )
    data, cases_are = tx.session.execute(select(_VERSION, of_year.scalar_subquery())).one()
    return Version(data, cases_are or data)


def _check(tx: Transaction) -> None:
    check_any(tx.person, _READERS, "Your role does not allow this.")
