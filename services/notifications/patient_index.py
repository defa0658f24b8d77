"""An index of patients from a file: an extract of the Personal Demographics Service, for a site without it.

CSV in UTF-8 with a heading row: nhs_number, family_name, given_names, date_of_birth (YYYY-MM-DD), sex,
postcode. Off unless CDOP_PDS_FILE names the file. Nothing is ever sent anywhere.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.identity.nhs_numbers import plain_digits
from services.notifications.domain.identity.tracing import PatientIndex
from shared.errors import Conflict
from shared.reference_lists import SEX

COLUMNS = ("nhs_number", "family_name", "given_names", "date_of_birth", "sex", "postcode")
NUMBER_LENGTH = 10


class PatientIndexUnreadable(Conflict):
    title = "The file of patients cannot be read"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Ask whoever keeps this installation.")


class PatientIndexFile:
    """A file, read once and kept by number and by date of birth. Rows without either are left out."""

    def __init__(self, path: Path, written_at: float) -> None:
        self.name = f"file of {datetime.fromtimestamp(written_at, UTC):%d %B %Y}"
        self._by_number: dict[str, ChildIdentity] = {}
        self._by_birth: dict[date, list[ChildIdentity]] = {}
        for row in _rows(path):
            self._keep(row)

    def with_number(self, nhs_number: str) -> Iterable[ChildIdentity]:
        found = self._by_number.get(nhs_number)
        return [found] if found else []

    def born_on(self, days: Sequence[date]) -> Iterable[ChildIdentity]:
        return [each for day in days for each in self._by_birth.get(day, ())]

    def _keep(self, row: dict[str, str]) -> None:
        number, born_on = plain_digits(row["nhs_number"]), _day(row["date_of_birth"])
        if len(number) != NUMBER_LENGTH or born_on is None:
            return
        child = ChildIdentity(
            nhs_number=number,
            family_name=row["family_name"].strip(),
            given_names=row["given_names"].strip(),
            born_on=born_on,
            postcode=row["postcode"].strip(),
            sex=SEX.code_for(row["sex"]) or "not_known",
        )
        self._by_number[number] = child
        self._by_birth.setdefault(born_on, []).append(child)


def patient_index(path: str) -> PatientIndex | None:
    """The index in the file at ``path``; None if tracing is off. Raises PatientIndexUnreadable.

    A file that was replaced is read anew.
    """
    if not path:
        return None
    try:
        return _read(path, Path(path).stat().st_mtime)
    except OSError:
        raise PatientIndexUnreadable("It is not where CDOP_PDS_FILE says, or may not be read.") from None
    except (UnicodeDecodeError, csv.Error):
        raise PatientIndexUnreadable("It is not a CSV file in UTF-8.") from None


@lru_cache(maxsize=1)
def _read(path: str, written_at: float) -> PatientIndexFile:
    return PatientIndexFile(Path(path), written_at)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise PatientIndexUnreadable(f"It has no column {', '.join(missing)}.")
        for row in rows:
            yield {name: row[name] or "" for name in COLUMNS}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
