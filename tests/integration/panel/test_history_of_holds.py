"""The history of a case says of each hold what it was for, and why it was placed and lifted."""

from datetime import date

from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.place_hold import place_hold
from services.panel.queries.case_history import history_of
from services.panel.queries.cases import visible_case

from .conftest import CASE, Panel

OFFICE = "cdr-manager"


def test_a_hold_stands_in_the_history_with_its_reasons(panel: Panel) -> None:
    panel.notified()
    hold = {"kind": "inquest", "reason": "The coroner has opened one", "placed_on": date(2026, 5, 4)}
    panel.act(OFFICE, place_hold, case_reference=CASE, **hold)
    [hold_id] = panel.reading(OFFICE, lambda tx: [one.id for one in visible_case(tx, CASE).open_holds])
    panel.act(OFFICE, lift_hold, case_reference=CASE, hold_id=hold_id, because="The inquest has ended")
    lines = {one.words: one.why for one in panel.reading(OFFICE, lambda tx: history_of(tx, CASE))}
    assert lines["Put on hold: Inquest"] == "The coroner has opened one"
    assert lines["Hold lifted: Inquest"] == "The inquest has ended"
    assert "Case opened" in lines
