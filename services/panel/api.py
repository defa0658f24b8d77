"""Cases for partner systems: the de-identified record, for those who may see it."""

from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.london_days import london_day
from services.panel.queries.cases import visible_case, visible_cases
from shared.web import ApiRouter, Tx

router = ApiRouter()
CaseReference = Annotated[str, Path(pattern=r"^[A-Z]{2,6}-\d{4}-\d{4,6}$", examples=["LLR-2026-0107"])]


class CaseLine(BaseModel):
    """A case in the list. Ages are in days since notification.

    ``provisional``: decided without a quorum, and not signed off since.
    """

    case_reference: str
    status: CaseStatus
    notified_on: date
    area: str
    age_band: str
    age_days: int
    age_days_net_of_holds: int
    on_hold: bool
    provisional: bool
    missing: list[str]
    held_up_by: list[str]


class SourceLine(BaseModel):
    """A source of information. ``outcome`` is null until it answers; ``requested_on`` until it is asked."""

    source_id: str
    role: str
    sector: str
    requested_on: date | None
    due_on: date | None
    outcome: str | None
    received_on: date | None


class HoldLine(BaseModel):
    """A reason to wait; ``lifted_on`` is null while it is open."""

    kind: str
    placed_on: date
    lifted_on: date | None


class WholeCase(CaseLine):
    """One case, de-identified."""

    age_text: str
    sex: str
    died_in: str | None
    ethnic_group: str
    place_of_death: str
    expected: str
    review_version: int
    closed_on: date | None
    sources: list[SourceLine]
    holds: list[HoldLine]


@router.get("/cases", operation_id="list_cases")
def list_cases(tx: Tx) -> list[CaseLine]:
    """The cases of who asks, the longest since notification first."""
    today, cases = london_day(tx.at), visible_cases(tx)
    tx.audit("view_cases", reading=True, detail={"cases": len(cases)})
    return [CaseLine.model_validate(_line(case, today)) for case in cases]


@router.get("/cases/{case_reference}", operation_id="read_case")
def read_case(tx: Tx, case_reference: CaseReference) -> WholeCase:
    """One case, for those who may read its bundle."""
    case = visible_case(tx, case_reference)
    tx.audit("view_case", case=case_reference, reading=True)
    of_the_whole = WholeCase.model_fields.keys() - CaseLine.model_fields.keys()
    said = {name: getattr(case, name) for name in of_the_whole} | _line(case, london_day(tx.at))
    return WholeCase.model_validate(said, from_attributes=True)


def _line(case: ReviewCase, today: date) -> dict[str, object]:
    return {
        "case_reference": case.reference,
        "status": case.status,
        "notified_on": case.notified_on,
        "area": case.area,
        "age_band": case.age_band,
        "age_days": case.age_days(today),
        "age_days_net_of_holds": case.age_days_net_of_holds(today),
        "on_hold": bool(case.open_holds),
        "provisional": case.provisional,
        "missing": [] if case.closed_on else case.missing(today),
        "held_up_by": case.held_up_by(today),
    }
