"""The office's short record forms as they are posted: made what ``read_record`` reads, and shown again."""

from collections.abc import Iterable, Sequence

from services.notifications.domain.records.record_form import RecordField
from shared.errors import Fault
from shared.web import PostedForm


def given_from(posted: PostedForm, fields: Iterable[RecordField], prefix: str) -> dict[str, str | list[str]]:
    """What was typed, by field name without ``prefix``: days as ISO 8601 from their parts, ticks as lists."""
    return {field.name: _given(posted, field, f"{prefix}-{field.name}") for field in fields}


def under(prefix: str, faults: Iterable[Fault]) -> list[Fault]:
    """The faults under the names that the fields have on the page."""
    return [Fault(f"{prefix}-{fault.field}", fault.message) for fault in faults]


def rows_given(
    posted: PostedForm, fields: Sequence[RecordField], prefix: str, most: int
) -> dict[int, dict[str, str | list[str]]]:
    """The filled ones of ``most`` equal rows, by their number on the page; empty rows are left out."""
    rows = {number: given_from(posted, fields, f"{prefix}-{number}") for number in range(most)}
    return {number: row for number, row in rows.items() if any(row.values())}


def _given(posted: PostedForm, field: RecordField, name: str) -> str | list[str]:
    if field.kind == "choices":
        return [str(value) for value in posted.getlist(name)]
    return day_typed(posted, name) if field.kind == "day" else posted.text(name)


def day_typed(posted: PostedForm, name: str) -> str:
    """Day, month and year boxes as ISO 8601; as typed where they make no date; "" where all are empty."""
    day, month, year = (posted.text(f"{name}-{part}") for part in ("day", "month", "year"))
    if not any((day, month, year)):
        return ""
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
        return f"{day or '?'} {month or '?'} {year or '?'}"
    return f"{year:0>4}-{month:0>2}-{day:0>2}"
