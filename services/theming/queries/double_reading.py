"""Cases that two people read, each without seeing what the other decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.theming.domain.confirming.agreement import ReadTwice
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.codebook_versions import ThemesByVersion, themes_of_versions
from services.theming.queries.judging import (
    both_readings,
    has_decided,
    hidden_from,
    in_the_sample,
    readings_of,
    readings_twice,
)
from services.theming.queries.restrictions import open_cases
from services.theming.tables import case_facts, case_reading
from shared.people import Permission, check
from shared.storage import Transaction


@dataclass(frozen=True)
class DoubleReading:
    """Where the double reading of a case stands. ``first`` and ``second`` are rows of case_reading; ``had``:
    the themes of the codebooks that they were read with.
    """

    first: Any
    second: Any
    had: ThemesByVersion

    @property
    def differ(self) -> list[str]:
        """Themes of which the two think otherwise, once both are done, of those that both could choose."""
        if not (self.first and self.second):
            return []
        compared = self.had[self.first.codebook] & self.had[self.second.codebook]
        return sorted((set(self.first.themes) ^ set(self.second.themes)) & compared)

    @property
    def made_since(self) -> list[str]:
        """Themes that the codebook had at the second reading and not yet at the first."""
        return self._had_only(self.second, self.first)

    @property
    def withdrawn_since(self) -> list[str]:
        """Themes that the codebook had at the first reading and no more at the second."""
        return self._had_only(self.first, self.second)

    def _had_only(self, one: Any, other: Any) -> list[str]:
        return sorted(self.had[one.codebook] - self.had[other.codebook]) if one and other else []


def hidden_until_both_read(tx: Transaction) -> frozenset[str]:
    """The cases whose decisions are kept from who is looking until a second person has read them."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    case = case_facts.c.case_reference
    return frozenset(tx.session.scalars(select(case).where(hidden_from(tx, case), open_cases(tx, case))))


def double_reading_of(tx: Transaction, case: str) -> DoubleReading | None:
    """None where the case is not in the sample."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    if not confirming_rules().is_read_twice(case):
        return None
    first, second = both_readings(readings_of(tx, case))
    used = {row.codebook for row in (first, second) if row}
    return DoubleReading(first, second, themes_of_versions(tx, used) if second else {})


def second_reading_refused(tx: Transaction, case: str) -> str:
    """Why who is looking cannot read the case as the second person now; "" if they can."""
    reading = double_reading_of(tx, case)
    if reading is None:
        return "This case is not one of those that two people read."
    if reading.second:
        return "Two people have read this case."
    if has_decided(tx, case):
        return "You have decided on this case yourself: the second reading is for somebody else."
    if reading.first is None:
        return "The first person has not finished this case yet."
    return ""


def waiting_for_second(tx: Transaction) -> list[tuple[str, datetime]]:
    """Cases that who is looking may read as the second person, oldest first, with when the first was done."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    case = case_reading.c.case_reference
    found = (
        select(case, case_reading.c.decided_at)
        .where(in_the_sample(case), open_cases(tx, case), hidden_from(tx, case))
        .order_by(case_reading.c.decided_at.desc())
    )
    newest = {row[0]: row[1] for row in reversed(tx.session.execute(found).all())}
    return sorted(newest.items(), key=lambda each: (each[1], each[0]))


def cases_read_twice(tx: Transaction) -> list[ReadTwice]:
    """What each of the two found, in cases open to all."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return readings_twice(tx)
