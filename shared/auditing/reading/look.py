"""A background step: the reading of each day is looked at once, when the day is over."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import partial
from time import monotonic

from sqlalchemy.dialects.postgresql import insert

from shared.auditing.reading import day_queries as asked
from shared.auditing.reading.asked import DAYS_SHOWN, london_day
from shared.auditing.reading.tables import reading_day, unusual_reading
from shared.auditing.reading.unusual import SAID, DayRead, Found, Near, Reading, found_on
from shared.fingerprints import fingerprint_of_surname
from shared.service import Step
from shared.storage import Transaction

LOOKED_EVERY = 60.0  # seconds
#: What was read at midnight may be committed some moments later.
AFTER_MIDNIGHT = timedelta(hours=1)
#: What a service knows of cases, as fingerprints made with the key.
NearCases = Callable[[Transaction, Collection[str], bytes], Near]


def nothing_near(tx: Transaction, cases: Collection[str], key: bytes) -> Near:
    """Of a service that knows neither names nor agencies."""
    return Near()


def looking_at_reading(key: bytes, near: NearCases = nothing_near, every: float = LOOKED_EVERY) -> Step:
    """The step; ``key`` makes fingerprints. It gives True while there are days left to look at."""
    looked = [-every]

    def look_at_reading(tx: Transaction) -> bool:
        if monotonic() - looked[0] < every:
            return False
        day = next_day(tx)
        if day is None:
            looked[0] = monotonic()
            return False
        look_at(tx, day, key, near)
        return True

    return look_at_reading


def next_day(tx: Transaction) -> date | None:
    """The first day that is over and was not looked at; of an installation that begins, four weeks back."""
    last = asked.last_day_looked_at(tx)
    first = last + timedelta(days=1) if last else _first_day(tx)
    yesterday = london_day(tx.at - AFTER_MIDNIGHT) - timedelta(days=1)
    return first if first and first <= yesterday else None


def look_at(tx: Transaction, on: date, key: bytes, near: NearCases) -> None:
    """Write down what is found of a day; where another worker has, nothing."""
    day = insert(reading_day).values(on_day=on, looked_at=tx.at)
    if tx.session.execute(day.on_conflict_do_nothing().returning(reading_day.c.on_day)).first() is None:
        return
    readings = asked.readings_of(tx, on)
    found = found_on(_day_read(tx, on, readings, key, near)) if readings else []
    _keep(tx, on, found)


def _day_read(tx: Transaction, on: date, readings: list[Reading], key: bytes, near: NearCases) -> DayRead:
    restricted = asked.restricted_now(tx)
    return DayRead(
        readings,
        readers=asked.readers_known(tx),
        near=near(tx, sorted({each.case for each in readings}), key),
        changed=asked.changed_by(tx, readings),
        usual=asked.usual_before(tx, on, _busy(readings), restricted),
        restricted=restricted,
        surname_of=partial(fingerprint_of_surname, key=key),
    )


def _busy(readings: list[Reading]) -> set[str]:
    """Who read so many cases that it could be much: only then is what is usual asked for."""
    cases: dict[str, set[str]] = {}
    for each in readings:
        cases.setdefault(each.person_id, set()).add(each.case)
    return {person for person, read in cases.items() if len(read) >= SAID["volume"]["at_least"]}


def _keep(tx: Transaction, on: date, found: list[Found]) -> None:
    known = asked.found_before(tx, {each.person_id for each in found}) if found else set()
    new = [each for each in found if (each.rule, each.person_id, each.case) not in known]
    if new:
        rows = [
            {
                "rule": each.rule,
                "person_id": each.person_id,
                "person_name": each.person_name,
                "case_reference": each.case,
                "on_day": on,
                "number": each.number,
                "usual": each.usual,
                "found_at": tx.at,
            }
            for each in new
        ]
        tx.session.execute(insert(unusual_reading).on_conflict_do_nothing(), rows)
        tx.audit("find_unusual_reading", detail={"day": on.isoformat()})


def _first_day(tx: Transaction) -> date | None:
    at = asked.first_reading_at(tx, tx.at - timedelta(days=DAYS_SHOWN))
    return london_day(at) if at else None
