"""Releases of statistics in the demonstration: one that is out, and one that waits for a second person."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from deploy.personas import PERSONAS
from deploy.seeding.people import MANAGER
from services.theming.actions.releases.prepare_release import prepare_release
from services.theming.actions.releases.put_release_forward import put_release_forward
from services.theming.actions.releases.release_statistics import release_statistics
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.spans import Span
from services.theming.domain.statistics.table_question import Asked, read_table_question
from services.theming.queries.counts import held_from
from services.theming.queries.releases import releases
from services.theming.tables_made.making import SAFE
from shared.errors import Conflict
from shared.people import Person
from shared.periods import period_of, periods_of_year
from shared.storage import Database, Transaction

ANALYST = PERSONAS["public-health-analyst"]
READ, WAITED = timedelta(days=9), timedelta(days=1)
OUT = (("category", "modifiability"), ("age_band", "sex"), ("theme_group", ""))
WAITING = (("area", "age_band"), ("place_of_death", ""))


def show_releases(database: Database, panel_name: str, now: datetime) -> None:
    """Once: nothing happens where there is a release already, or where no period is held and over."""
    with database.transaction(person=MANAGER, at=now) as tx:
        span = _latest(held_from(tx), london_day(now))
        if releases(tx) or span is None:
            return
        # Of few cases a release can be refused, as it would be for people: then there is none to show.
        with suppress(Conflict), tx.session.begin_nested():
            out = _prepared(database, tx, now - READ, span, OUT, panel_name, "Deaths of children reviewed")
            release_statistics(_by(database, tx, MANAGER, now - WAITED), release_id=out, round=1)
        with suppress(Conflict), tx.session.begin_nested():
            _prepared(
                database, tx, now - WAITED, span, WAITING, panel_name, "Where children died, and how old"
            )


def _prepared(
    database: Database,
    tx: Transaction,
    at: datetime,
    span: Span,
    tables: tuple[tuple[str, str], ...],
    panel_name: str,
    title: str,
) -> str:
    by = _by(database, tx, ANALYST, at)
    asked = [Asked(rows=rows, columns=columns, period=span.name) for rows, columns in tables]
    made = prepare_release(
        by,
        title=f"{title}, {span.name}",
        purpose="For the joint strategic needs assessment",
        questions=[read_table_question(SAFE, each, today=london_day(at)) for each in asked],
        panel_name=panel_name,
    )
    put_release_forward(by, release_id=made.id)
    return made.id


def _latest(first: date | None, today: date) -> Span | None:
    """The latest year that is over and held from its beginning; failing that the latest such period."""
    years = range(period_of(first or today, "Y").year, period_of(today, "Y").year + 1)
    over = [
        period
        for year in years
        for period in periods_of_year(year)
        if first is not None and period.starts_on >= first and period.complete_on(today - READ)
    ]
    found = max(over, key=lambda each: (each.kind == "Y", each.ends_on), default=None)
    return Span(found, found) if found else None


def _by(database: Database, tx: Transaction, person: Person, at: datetime) -> Transaction:
    return database.joined(tx.session, person=person, at=at)
