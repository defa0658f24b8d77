"""How long a record is kept, by which row, and that a hold always wins."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.notifications.domain.retention.holds import HeldScope, LegalHold, check_hold, plain
from services.notifications.domain.retention.schedule import (
    EVERYWHERE,
    ConfirmedRow,
    check_confirmation,
    row_in_force,
    shipped,
    years_after,
)
from services.notifications.domain.retention.standing import KeptRecord, Standing, standing_of
from shared.errors import Invalid

AT = datetime(2026, 11, 4, 12, tzinfo=UTC)
TYPES = [row.record_type for row in shipped().rows]


def row(number: int = 1, area: str = EVERYWHERE, **changes: Any) -> ConfirmedRow:
    given = {
        "record_type": "case_record",
        "starts_with": "finalised",
        "years": 6,
        "holds_from": date(2026, 1, 1),
    }
    by = {"decided_by_body": "Board", "shipped_version": "1", "confirmed_by": "m", "confirmed_by_name": "M"}
    return ConfirmedRow(number=number, area=area, confirmed_at=AT, **{**given, **by, **changes})


def record(starts: Mapping[str, date | None] | None = None, **changes: Any) -> KeptRecord:
    given: dict[str, Any] = {
        "reference": "LLR-2026-0001",
        "record_type": "case_record",
        "area": "leicester",
        "notified_on": date(2026, 6, 12),
        "organisations": frozenset({"Rosehill Surgery"}),
        "starts": {"finalised": date(2027, 2, 28), "death": None} if starts is None else starts,
    }
    return KeptRecord(**{**given, **changes})


def hold(scope: str = "everything", **changes: Any) -> LegalHold:
    lifted = {"lifted_at": changes.pop("lifted_at", None)}
    held = HeldScope(scope, **changes)
    return LegalHold("h", "public_inquiry", held, "Letter", date(2026, 1, 1), "m", "M", AT, **lifted)


def standing(one: KeptRecord, *holds: LegalHold, rows: Any = None, on: date = date(2040, 1, 1)) -> Standing:
    return standing_of(one, [row()] if rows is None else rows, holds, on=on).standing


def test_every_shipped_row_says_plainly_that_it_is_unconfirmed_and_has_a_clock_of_its_kind() -> None:
    for each in shipped().rows:
        assert each.source.startswith("Local decision, unconfirmed")
        assert each.starts_with in [clock.id for clock in shipped().clocks_of(each.record_type)]


def test_nothing_is_due_until_the_area_has_confirmed_how_long() -> None:
    assert standing(record(), rows=[]) is Standing.NOT_DECIDED
    assert standing(record(), rows=[row(area="rutland")]) is Standing.NOT_DECIDED
    assert standing(record(), rows=[row(holds_from=date(2041, 1, 1))]) is Standing.NOT_DECIDED


def test_a_record_is_due_on_the_day_and_not_the_day_before() -> None:
    assert standing(record(), on=date(2033, 2, 27)) is Standing.NOT_DUE
    assert standing(record(), on=date(2033, 2, 28)) is Standing.DUE


def test_an_unknown_day_is_never_due() -> None:
    assert standing(record(), rows=[row(starts_with="death")]) is Standing.NO_DAY


def test_the_29th_of_february_never_comes_early() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_the_areas_own_row_goes_before_that_for_everywhere_and_the_newest_before_the_older() -> None:
    rows = [row(1, "leicester", years=1), row(2, "leicester", years=2), row(3, years=30)]
    found = row_in_force(rows, "case_record", "leicester", on=date(2030, 1, 1))
    assert found is not None
    assert found.number == 2
    elsewhere = row_in_force(rows, "case_record", "rutland", on=date(2030, 1, 1))
    assert elsewhere is not None
    assert elsewhere.number == 3


@pytest.mark.parametrize(
    "one",
    [
        hold(),
        hold("record_type", subject="case_record"),
        hold("case", subject="LLR-2026-0001"),
        hold("case", subject="LLR-2026-0002"),
        hold("period", first=date(2026, 6, 12), last=date(2026, 6, 12)),
        hold("organisation", subject="ROSEHILL  surgery"),
    ],
    ids=["everything", "kind", "case", "merged case", "period", "organisation"],
)
def test_a_hold_always_wins(one: LegalHold) -> None:
    assert standing(record(with_it=("LLR-2026-0002",)), one) is Standing.HELD


@pytest.mark.parametrize(
    "one",
    [
        hold(lifted_at=AT),
        hold("record_type", subject="not_a_case"),
        hold("case", subject="LLR-2026-0003"),
        hold("period", first=date(2026, 6, 13), last=date(2026, 6, 30)),
        hold("organisation", subject="Another surgery"),
    ],
    ids=["lifted", "kind", "case", "period", "organisation"],
)
def test_what_a_hold_does_not_hold_is_due(one: LegalHold) -> None:
    assert standing(record(), one) is Standing.DUE


def test_what_is_open_is_kept_whatever_the_schedule_says() -> None:
    assert standing(record(open_because="An inquest is open")) is Standing.OPEN


def test_a_hold_names_every_fault_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_hold("?", HeldScope("period", "", date(2026, 2, 1), date(2026, 1, 1)), " ", None, TYPES)
    assert [fault.field for fault in refused.value.faults] == ["kind", "last", "reason", "from_on"]
    for scope, field in (("case", "case"), ("organisation", "organisation"), ("record_type", "record_type")):
        with pytest.raises(Invalid) as refused:
            check_hold("litigation", HeldScope(scope), "Claim", date(2026, 1, 1), TYPES)
        assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(Invalid) as refused:
        check_hold("litigation", HeldScope("organisation", "a" * 201), "Claim", date(9999, 1, 1), TYPES)
    assert [fault.field for fault in refused.value.faults] == ["organisation", "from_on"]


def test_a_confirmation_names_every_fault_and_takes_whole_years() -> None:
    with pytest.raises(Invalid) as refused:
        check_confirmation("?", "?", "?", "1.5", "", None, ["leicester"])
    fields = ["record_type", "area", "starts_with", "years", "body", "holds_from"]
    assert [fault.field for fault in refused.value.faults] == fields
    on = date(2026, 11, 4)
    assert check_confirmation("case_record", "leicester", "death", "15", "Board", on, ["leicester"]) == 15
    with pytest.raises(Invalid):  # a clock of another kind of record
        check_confirmation("not_a_case", EVERYWHERE, "death", "15", "Board", on, [])


def test_names_are_matched_without_case_signs_and_spaces() -> None:
    assert plain("St. Anne's  Hospital") == plain("ST ANNE S HOSPITAL")


def test_a_period_that_is_held_begins_a_line_with_its_months_as_they_are_written() -> None:
    held = HeldScope("period", first=date(2025, 4, 2), last=date(2025, 9, 29))
    assert held.begun == "Deaths notified from 2 April 2025 to 29 September 2025"
