"""The notifications that still wait for triage when the demonstration opens."""

from datetime import datetime
from typing import Any

from deploy.demo.case import DemoCase, Progress, Truth
from deploy.demo.data import Table, table
from deploy.demo.family import nhs_numbers
from deploy.demo.timetable import LONDON

_TOLD_ABOUT = ("why", "nhs_number", "notified_at")


def inbox_cases(first: int) -> list[DemoCase]:
    """The inbox, numbered from ``first``; NHS numbers are those after the accepted cases'."""
    return [_case(row, first + n) for n, row in enumerate(table("inbox")["notifications"])]


def _case(row: Table, number: int) -> DemoCase:
    payload = {name: value for name, value in row.items() if name not in _TOLD_ABOUT}
    payload["notified_at"] = f"{row['notified_at']:%Y-%m-%dT%H:%M}"
    if row.get("nhs_number"):
        payload["child"] = {**row["child"], "nhs_number": nhs_numbers()[number - 1]}
    return DemoCase(
        number=number,
        scenario="inbox",
        payload=payload,
        progress=Progress.INBOX,
        returns=(),
        decision=None,
        truth=Truth((), ()),
        died_at=_died_at(payload),
        notified_at=row["notified_at"].replace(tzinfo=LONDON),
        in_time=None,
    )


def _died_at(payload: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["death"]["died_at"]).replace(tzinfo=LONDON)
