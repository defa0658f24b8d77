"""``cdop audit verify``: entries in a second, beside reading their rows alone in as many processes."""

import json
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from os import cpu_count, urandom
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from deploy.host import Installation
from shared.auditing.entries import NONCE_BYTES, said_by
from shared.auditing.exports import verify_file, write_export
from shared.auditing.faults import Fault
from shared.auditing.sealing import sealing
from shared.auditing.stored import LINKED
from shared.auditing.verifying import STRETCH, Check, Place, address_of, verify
from shared.people import SYSTEM
from tests.benchmarks.measuring import load, note, report

ENTRIES, IN_A_SEAL, LEAST = 400_000, 20, 50_000
_COLUMNS = "at, person_id, person_name, action, case_reference, subject, reading, detail, mark"


def auditing(place: Installation) -> None:
    """Rows of the table: verifying the database and an exported file, and sealing."""
    service, settings = "panel", place.settings
    signing = settings.seal_signing
    assert signing
    here = Place(address_of(settings.database_url(service)))
    _write(place, here, service)
    note(f"  {ENTRIES:,} entries sealed at {_sealed(place, service):,.0f} in a second")
    check = Check(service, here, settings.marking_keys(service), signing.public.pem, datetime.now(UTC))
    floor = max(_reading(here) for _ in range(3))
    rate = max(_rate(lambda: verify(check, [], _silent)) for _ in range(3))
    report("Verifying the audit", rate, floor, "entries/s", "reading the rows")
    with TemporaryDirectory(prefix="cdr-bench-", dir="/tmp") as folder:
        file = Path(folder, "audit.jsonl")
        write_export(file, [(service, here)], signing.public.pem, [], datetime.now(UTC))
        rate = _rate(lambda: verify_file(file, signing.public, [], _silent))
        report("  from an exported file", rate, floor, "entries/s", "reading the rows")
    note(f"  at least {LEAST:,} entries/s, {IN_A_SEAL} in a seal; {load()}")


def _silent(done: int, of: int) -> None:
    pass


def _rate(verifying) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    faults: list[Fault] = list(verifying())
    if faults:
        raise RuntimeError(f"{len(faults)} faults, the first: {faults[0]}")
    return ENTRIES / (time.perf_counter() - began)


def _write(place: Installation, here: Place, service: str) -> None:
    """As the product does, by COPY: an hour of clicking would say nothing more."""
    keys, began = place.settings.marking_keys(service), datetime(2026, 1, 5, 9, tzinfo=UTC)
    with (
        psycopg.connect(address_of(place.settings.panel_owner_url)) as connection,
        connection.cursor() as cursor,
    ):
        with cursor.copy(f"COPY audit_entry ({_COLUMNS}) FROM STDIN") as copy:
            for number in range(ENTRIES):
                entry = _entry(number, began)
                said = said_by(entry)
                written = {**entry, "detail": json.dumps(entry["detail"])}
                copy.write_row([*written.values(), keys.mark(said, urandom(NONCE_BYTES))])


def _entry(number: int, began: datetime) -> dict[str, object]:
    return {
        "at": began + timedelta(seconds=number, microseconds=number % 1_000_000),
        "person_id": f"member-{number % 40}",
        "person_name": f"Member Number {number % 40}",
        "action": "read_bundle_page",
        "case_reference": f"LLR-2026-{number % 300:04}",
        "subject": f"document {number % 8}",
        "reading": True,
        "detail": {"reason": "preparing the meeting", "pages": number % 90},
    }


def _sealed(place: Installation, service: str) -> float:
    keys, signing = place.settings.marking_keys(service), place.settings.seal_signing
    assert signing
    step = sealing(keys, signing, most=IN_A_SEAL * 100, sealed_every=timedelta(0), looked_every=0)
    began, going = time.perf_counter(), True
    while going:
        with place.databases[service].transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            going = step(tx)
    return ENTRIES / (time.perf_counter() - began)


def _reading(here: Place) -> float:
    """The same rows, by as many processes, looked at by nobody."""
    began = time.perf_counter()
    with ProcessPoolExecutor(cpu_count() or 1, get_context("spawn")) as pool:
        firsts = range(1, ENTRIES + 1, STRETCH)
        read = sum(pool.map(partial(_read, here), firsts))
    if read != ENTRIES:
        raise RuntimeError(f"{read} rows were read")
    return ENTRIES / (time.perf_counter() - began)


def _read(here: Place, first: int) -> int:
    with here.connect() as connection, connection.cursor(binary=True) as cursor:
        cursor.execute(LINKED, (first, min(ENTRIES, first + STRETCH - 1)))
        return sum(1 for _ in cursor)
