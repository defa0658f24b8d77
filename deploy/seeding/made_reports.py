"""Reports of the demonstration: the annual report of the last full year, final; a board report in draft."""

from datetime import date, datetime, timedelta

from deploy.personas import PERSONAS
from deploy.seeding.people import MANAGER
from services.theming.actions.reports.make_report import make_report
from services.theming.actions.reports.make_report_final import make_report_final
from services.theming.domain.london_days import london_day
from services.theming.queries.counts import held_from
from services.theming.queries.reports import reports
from shared.periods import Period, period_of
from shared.storage import Database

OFFICE = PERSONAS["cdop-administrator"]
ANNUAL, BOARD = ("annual", "Y", "publishable"), ("board", "H", "confidential")


def show_reports(database: Database, panel_name: str, now: datetime) -> None:
    """Once, and only of periods held from their beginning. Made by one and made final by another.

    Both now: a report says what was known when it was made, and the seed has only just told it.
    """
    with database.transaction(person=MANAGER, at=now) as tx:
        first = held_from(tx)
        if reports(tx) or first is None:
            return
        for kind, length, version in (ANNUAL, BOARD):
            period = _over(london_day(now), length)
            if period.starts_on < first:
                continue
            made = make_report(tx, kind=kind, period=period.name, version=version, panel_name=panel_name)
            if (kind, length, version) == ANNUAL:
                read = database.joined(tx.session, person=OFFICE, at=now)
                make_report_final(read, report_id=made.id)


def _over(today: date, length: str) -> Period:
    """The last period of a length that is over."""
    return period_of(period_of(today, length).starts_on - timedelta(days=1), length)
