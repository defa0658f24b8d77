"""A request that ended without a form: who is waited for, what is missing, and what is told anew."""

from datetime import date

import pytest

from services.panel.queries.cases import case_for_change
from shared.contracts import ReportingFormClosed
from shared.people import SYSTEM

from .conftest import CASE, Panel, a_request, a_return

ON = date(2026, 6, 15)


def closed(outcome: str) -> ReportingFormClosed:
    return ReportingFormClosed.model_validate(
        {"case_reference": CASE, "source_id": "s1", "outcome": outcome, "closed_on": date(2026, 5, 4)}
    )


def standing(panel: Panel) -> tuple[list[str], list[str]]:
    """What is missing from the first source, and whether it is waited for."""
    with panel.database.transaction(person=SYSTEM, at=panel.at) as tx:
        case = case_for_change(tx, CASE)
        source = case.source("s1", "", "")
        missing = [line for line in case.missing(ON) if line.startswith(source.name)]
        return missing, [name for name in case.held_up_by(ON) if name == source.name]


@pytest.mark.parametrize("outcome", ["not_known_to_agency", "cancelled"])
def test_nobody_waits_for_an_agency_that_does_not_know_the_child(panel: Panel, outcome: str) -> None:
    panel.notified()
    panel.tell(a_request())
    assert standing(panel)[1]
    panel.tell(closed(outcome))
    assert standing(panel) == ([], [])


def test_a_refusal_holds_nobody_up_and_is_named_among_what_is_missing(panel: Panel) -> None:
    panel.notified()
    panel.tell(a_request())
    panel.tell(closed("refused"))
    missing, waited = standing(panel)
    assert waited == []
    assert "Refused to answer, 4 May 2026" in missing[0]


def test_a_form_that_is_asked_for_anew_is_waited_for_again(panel: Panel) -> None:
    panel.notified()
    panel.tell(a_request())
    panel.tell(a_return())
    assert standing(panel) == ([], [])
    panel.tell(a_request(due_on=date(2026, 6, 30)))
    missing, waited = standing(panel)
    assert missing
    assert waited


def test_a_form_that_comes_after_all_goes_before_the_refusal(panel: Panel) -> None:
    panel.notified()
    panel.tell(a_request())
    panel.tell(closed("refused"))
    panel.tell(a_return())
    assert standing(panel) == ([], [])
