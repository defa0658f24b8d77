"""A spreadsheet of 10,000 rows brought, checked and imported, beside plain inserts of as many rows."""

import hashlib
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import text

from deploy.host import Installation
from deploy.personas import PERSONAS
from services.notifications.actions.importing.import_good_rows import import_good_rows
from services.notifications.actions.importing.start_check import start_check
from services.notifications.actions.importing.take_spreadsheet import take_spreadsheet
from services.notifications.actions.importing.work_on_imports import work_on_imports
from services.notifications.domain.importing.batch import RowState
from services.notifications.domain.importing.mapping import shipped
from services.notifications.queries.importing import batch_of, rows_by_state
from services.notifications.spreadsheets import open_spreadsheet
from shared.messaging.work import utc_now
from shared.people import SYSTEM
from shared.storage import Database
from tests.benchmarks.measuring import load, note, report

ROWS = int(os.environ.get("IMPORTED_ROWS", "10000"))
CHUNK = 100  # as the import stores them: a transaction for each
MANAGER = PERSONAS["cdr-manager"]
_PLAIN = text("INSERT INTO plain_row VALUES (:number, :said)")
LETTERS = str.maketrans("0123456789", "ghijklmnop")
HEADINGS = (
    "Surname,Forename,DOB,Sex,Postcode,Area,Date of death,Time of death,Date notified,Time notified,Sector"
)


def importing(place: Installation) -> None:
    """Rows a second from the upload to the last notification, and of each part."""
    database = place.databases["notifications"]
    content, batch_id = _log(ROWS), uuid4().hex
    note(f"  ({ROWS:,} rows, {len(content) / 1e6:.1f} MB, {load()})")
    read = _seconds(lambda: _take(database, batch_id, content))
    checked = _seconds(lambda: _check(database, batch_id))
    stored = _seconds(lambda: _store(database, batch_id))
    floor = _seconds(lambda: _plain_inserts(database))
    whole = read + checked + stored
    report("Rows imported", ROWS / whole, ROWS / floor, "rows/s", "plain inserts")
    note(f"  reading the file {read:.1f} s, checking {checked:.1f} s, storing {stored:.1f} s")


def _log(rows: int) -> bytes:
    """Invented children, each with another name and day of birth, so that none is taken for another."""
    lines = [HEADINGS]
    for number in range(rows):
        born = date(2010, 1, 1) + timedelta(days=number * 7 % 3600)
        died = born + timedelta(days=90 + number % 900)
        told = died + timedelta(days=1)
        name = hashlib.sha256(str(number).encode()).hexdigest()[:12].translate(LETTERS)
        child = (name, name[::-1], f"{born:%d/%m/%Y}", "F", _postcode(number), "Leicester")
        death = (f"{died:%d/%m/%Y}", "22:05", f"{told:%d/%m/%Y}", "09:30", "acute")
        lines.append(",".join((*child, *death)))
    return "\n".join(lines).encode()


def _postcode(number: int) -> str:
    """Homes as far apart as in a county: a full postcode is shared by a handful."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"LE{number % 19 + 1} {number // 19 % 9 + 1}{letters[number // 171 % 20]}{letters[number % 20]}"


def _take(database: Database, batch_id: str, content: bytes) -> None:
    with database.transaction(person=MANAGER, at=utc_now()) as tx:
        found = open_spreadsheet(content)
        take_spreadsheet(tx, batch_id=batch_id, file_name="log.csv", file_hash=batch_id, found=found)


def _check(database: Database, batch_id: str) -> None:
    mapping = next(each for each in shipped() if each.id == "panel_log")
    with database.transaction(person=MANAGER, at=utc_now()) as tx:
        start_check(
            tx,
            batch_id=batch_id,
            sheet="Sheet1",
            header_row=1,
            mapping=mapping,
            panel_code="LLR",
            demonstration=True,
        )
    _work(database)


def _store(database: Database, batch_id: str) -> None:
    with database.transaction(person=MANAGER, at=utc_now()) as tx:
        import_good_rows(tx, batch_id=batch_id)
    _work(database)
    with database.transaction(person=MANAGER, at=utc_now()) as tx:
        stored = rows_by_state(tx, batch_of(tx, batch_id))[RowState.STORED]
    if stored != ROWS:
        raise RuntimeError(f"{stored} of {ROWS} rows were imported")


def _work(database: Database) -> None:
    more = True
    while more:
        with database.transaction(person=SYSTEM, at=utc_now()) as tx:
            more = work_on_imports(tx)


def _plain_inserts(database: Database) -> None:
    """One row of text for each, CHUNK to a transaction: what the database and the disk take by themselves."""
    with database.owner.begin() as connection:
        connection.execute(text("CREATE TABLE plain_row (number integer PRIMARY KEY, said text)"))
    for first in range(0, ROWS, CHUNK):
        with database.owner.begin() as connection:
            for number in range(first, min(first + CHUNK, ROWS)):
                connection.execute(_PLAIN, {"number": number, "said": "x" * 800})


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
