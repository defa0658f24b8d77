"""What ``cdop timeliness`` does: judges the notification clocks of JSON lines, one answer a line.

In:  {"id", "died_at", "aware_at"?, "notified_at"}; ISO 8601, local times without an offset are
     Europe/London, a date alone means that the time is not known, ``died_at`` null that the date is not known
     either, and "2026-03-01/2026-03-05" that it lies between two dates.
Out: {"id", "clocks": {name: {"due_at", "met", "starts_from"}}, "error"?}. A line with an error has no judged
     clock (each part is null), says every fault in plain words, and never stops the lines after it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import Any

from services.notifications.domain.clocks.clock_rows import NOTIFICATION_CLOCKS
from services.notifications.domain.clocks.judging import Judgement, Times, faults_of, judge
from services.notifications.domain.clocks.moments import LONDON, UNKNOWN, Moment, read
from shared.errors import Fault, Invalid
from shared.working_days import PastTheCalendar

_REQUIRED = ("died_at", "notified_at")
_NOT_JUDGED = {"due_at": None, "met": None, "starts_from": None}


def judge_lines(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each line that is not blank, in the same order."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answer(line.lstrip("\ufeff"), number), allow_nan=False)


def judge_record(record: dict[str, Any]) -> dict[str, Any]:
    """The answer to one record; see the module."""
    answer: dict[str, Any] = {"id": record.get("id")}
    try:
        judged = judge(times_of(record))
    except Invalid as refused:
        error = "; ".join(f"{fault.field}: {fault.message}" for fault in refused.faults)
        return answer | _refused(error)
    except PastTheCalendar as error:
        return answer | _refused(str(error))
    return answer | {"clocks": {each.clock.id: clock_answer(each) for each in judged}}


def clock_answer(judged: Judgement) -> dict[str, Any]:
    """One clock in the agreed form; ``due_at`` in London time with its offset."""
    due_at = judged.due_at.astimezone(LONDON).isoformat() if judged.due_at else None
    return {"due_at": due_at, "met": judged.met, "starts_from": judged.starts_from.value}


def times_of(record: dict[str, Any]) -> Times:
    """The moments of a record. Raises Invalid naming every fault at once."""
    faults: list[Fault] = []
    if record.get("id") is None:
        faults.append(Fault("id", "this is missing"))
    moments = {name: _moment(record, name, faults) for name in ("died_at", "aware_at", "notified_at")}
    death, aware, notified = moments["died_at"] or UNKNOWN, moments["aware_at"], moments["notified_at"]
    if faults or notified is None:
        raise Invalid(faults)
    times = Times(death, aware, notified)
    if contradictions := faults_of(times):
        raise Invalid(contradictions)
    return times


def _moment(record: dict[str, Any], name: str, faults: list[Fault]) -> Moment | None:
    """The moment of a field; None if it is null, left out or faulty (then the fault is added)."""
    value = record.get(name)
    problem = _problem(record, name)
    if problem is None and value is not None:
        problem, moment = _tried(read, value)
        if moment is not None:
            return moment
    if problem is not None:
        faults.append(Fault(name, problem))
    return None


def _problem(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    if name in _REQUIRED and name not in record:
        return "this is missing (give null where it is not known)" if name == "died_at" else "this is missing"
    if value is None:
        return "this is missing" if name == "notified_at" else None
    if not isinstance(value, str):
        return "this should be a date and time as text, for example 2026-03-10T14:05"
    if not value.strip():
        return "this is blank"
    return "one time is needed here, not a span" if "/" in value and name != "died_at" else None


def _tried(reading: Callable[[str], Moment], text: str) -> tuple[str | None, Moment | None]:
    try:
        return None, reading(text)
    except (ValueError, OverflowError) as error:
        return str(error), None


def _answer(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_constant=_not_a_number, parse_float=_number)
    except (ValueError, RecursionError):
        return {"id": None} | _refused(f"line {number} is not JSON")
    if not isinstance(record, dict):
        return {"id": None} | _refused(f"line {number} is not a JSON object with id, died_at and notified_at")
    return judge_record(record)


def _not_a_number(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _number(text: str) -> float | str:
    """A number; as it was written where it is too large for one, so that the answer is JSON all the same."""
    value = float(text)
    return value if isfinite(value) else text


def _refused(error: str) -> dict[str, Any]:
    return {"clocks": {clock.id: dict(_NOT_JUDGED) for clock in NOTIFICATION_CLOCKS}, "error": error}
