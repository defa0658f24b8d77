"""The table of processes agrees with what pauses clocks and with what the panel calls a hold."""

from datetime import date

import pytest

from services.notifications.domain.clocks.clock_rows import clock_ids
from services.notifications.domain.clocks.pauses import PAUSES
from services.notifications.domain.processes.parallel_process import open_process
from services.notifications.domain.processes.process_kinds import (
    CONCLUDED,
    GATES,
    PROCESS_KINDS,
    Gate,
    ProcessKind,
)
from services.panel.domain.cases.holds import BLOCKS, HOLD_KINDS
from shared.errors import Invalid

GATED = {kind for kind, rule in PROCESS_KINDS.items() if rule.gate is not Gate.NOTHING}


def test_what_holds_the_panel_up_is_what_pauses_clocks_and_what_the_panel_knows() -> None:
    assert GATED == set(PAUSES) == set(HOLD_KINDS)
    assert {gate.value for gate in Gate} - {"nothing"} == set(BLOCKS)
    assert set(GATES) == set(Gate)


def test_only_clocks_that_exist_are_paused() -> None:
    assert all(clocks <= set(clock_ids()) for clocks in PAUSES.values())


@pytest.mark.parametrize("kind", PROCESS_KINDS)
def test_every_kind_begins_somewhere_can_conclude_and_names_its_source(kind: str) -> None:
    rule = PROCESS_KINDS[kind]
    assert next(iter(rule.statuses)) != CONCLUDED
    assert CONCLUDED in rule.statuses
    assert rule.source


def test_a_rapid_review_is_due_15_working_days_after_the_incident_was_notified() -> None:
    def due(opened_on: date) -> date | None:
        return open_process(
            process_id="p",
            case="c",
            kind="rapid_review",
            opened_on=opened_on,
            today=date(2026, 12, 31),
            reference="",
            lead_contact="",
            by="",
        ).due_on

    assert due(date(2026, 3, 27)) == date(2026, 4, 21)
    with pytest.raises(Invalid, match="future"):
        due(date(2027, 1, 1))


@pytest.mark.parametrize(("kind", "taken"), [("inquest", False), ("criminal_proceedings", True)])
def test_what_is_about_the_death_alone_has_not_begun_before_it(kind: str, taken: bool) -> None:
    def begun(on: date) -> str:
        try:
            return open_process(
                process_id="p",
                case="c",
                kind=kind,
                opened_on=on,
                today=date(2026, 12, 31),
                reference="",
                lead_contact="",
                by="",
                died_on=date(2026, 2, 3),
            ).kind
        except Invalid as invalid:
            return invalid.faults[0].field

    assert begun(date(2026, 2, 3)) == kind
    assert begun(date(2020, 2, 3)) == (kind if taken else "opened_on")


def test_a_limit_of_one_month_or_one_working_day_is_called_one() -> None:
    limits = [{"months": 1}, {"months": 6}, {"working_days": 1}, {"working_days": 15}, {}]
    said = [ProcessKind("Inquest", Gate.LISTING, {}, "", **limit).limit for limit in limits]
    assert said == ["1 month", "6 months", "1 working day", "15 working days", ""]
