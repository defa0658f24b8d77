"""Agreed actions: an owner is a post, an id stays, advice never refuses, and the plan has nine columns."""

from datetime import date
from itertools import count

import pytest

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.action_plan import HEADINGS, plan_rows
from services.panel.domain.learning.agreed_action import AgreedAction, identified
from services.panel.domain.learning.agreed_action_faults import (
    agreed_action_faults,
    owner_fault,
    smart_hints,
)
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS, kind_label
from services.panel.queries.action_log import ACTIONS

ON = date(2026, 6, 15)
WHOLE = AgreedAction(
    "Offer a home visit to every family with a preterm baby within a week of discharge",
    "Head of health visiting, community trust",
    "local",
    date(2026, 12, 1),
    kind="organisation",
    themes=("prematurity",),
    outputs="A visit for each family",
)


@pytest.mark.parametrize(
    "owner",
    ["Dr Ann Example", "dr. example", "Mrs Example", "Prof. Example, university", "Ask Mr. O'Example",
     "lead@trust.example", "0116 496 0000", "+44 116 496 0000", " "],
)  # fmt: skip
def test_a_person_an_address_or_nobody_owns_no_action(owner: str) -> None:
    assert owner_fault(owner)


@pytest.mark.parametrize(
    "owner",
    ["Designated doctor for child deaths", "Professor of paediatrics", "Public health", "999 control room",
     "City council, lead for housing", "NHS 111"],
)  # fmt: skip
def test_a_post_or_an_organisation_owns_an_action(owner: str) -> None:
    assert owner_fault(owner) is None


def test_every_fault_of_an_action_is_named_at_once_by_its_field() -> None:
    action = AgreedAction(
        "", "Dr Example", "everywhere", date(2026, 1, 1), date(2027, 1, 1), kind="x", themes=("y",)
    )
    fields = [fault.field for fault in agreed_action_faults(action, 2, ON, ())]
    assert fields == [
        f"action-2-{name}" for name in ("text", "owner", "level", "kind", "themes", "due_on", "told_on")
    ]
    assert list(agreed_action_faults(WHOLE, 0, ON, ())) == []


def test_what_may_identify_somebody_is_not_taken_into_the_plan() -> None:
    action = AgreedAction("Do it", "Police", "local", date(2026, 12, 1), links="Write to ann@example.org")
    [fault] = agreed_action_faults(action, 0, ON, ())
    assert "email address" in fault.message


def test_a_date_agreed_before_the_review_was_opened_again_may_have_passed() -> None:
    old = date(2026, 3, 1)
    action = AgreedAction("Do it", "Police", "local", old)
    assert [fault.field for fault in agreed_action_faults(action, 0, ON, ())] == ["action-0-due_on"]
    assert list(agreed_action_faults(action, 0, ON, {old})) == []


def test_advice_follows_the_letters_of_smart_and_is_silent_where_all_is_well() -> None:
    vague = AgreedAction("Raise awareness", "All agencies", "local", date(2028, 1, 1))
    letters = [hint.partition(":")[0] for hint in smart_hints(vague, ON)]
    assert letters == ["Specific", "Specific", "Measurable", "Achievable", "Relevant", "Time-bound"]
    assert smart_hints(WHOLE, ON) == []


def test_an_action_keeps_its_id_and_a_new_one_gets_its_own() -> None:
    numbers = count(1)
    first = identified([WHOLE], (), lambda: f"new-{next(numbers)}")
    assert first[0].id == "new-1"
    again = identified([AgreedAction("Another"), WHOLE], first, lambda: f"new-{next(numbers)}")
    assert [one.id for one in again] == ["new-2", "new-1"]
    twice = identified([WHOLE, WHOLE], first, lambda: f"new-{next(numbers)}")
    assert len({one.id for one in twice}) == 2


def test_two_actions_that_say_the_same_are_equal_and_an_id_alone_is_nothing_typed() -> None:
    [known] = identified([WHOLE], (), lambda: "an-id")
    assert known == WHOLE
    assert AgreedAction(id="an-id").blank
    assert not AgreedAction(themes=("prematurity",)).blank


def test_an_action_kept_before_it_had_a_plan_stays_readable() -> None:
    row = {"text": "Do it", "owner": "Police", "level": "local", "due_on": "2024-03-01", "told_on": None}
    [action] = ACTIONS.validate_python([row])
    assert (action.id, action.themes, action.due_on) == ("", (), date(2024, 3, 1))


def test_the_plan_has_the_columns_of_the_boards_and_the_due_date_is_its_last_milestone() -> None:
    assert HEADINGS == (
        "Action", "Lead organisation / officer", "Guidance reference", "Outputs intended", "Outcomes sought",
        "Key milestones and dates", "Budget", "Other aligned work", "Links",
    )  # fmt: skip
    [row] = plan_rows([LoggedAction("LLR-2026-0001", 1, 0, WHOLE, ON)])
    assert row[:2] == (WHOLE.text, WHOLE.owner)
    assert row[5] == "Due 1 December 2026"
    assert "LLR-2026-0001" not in "".join(row)


def test_every_type_of_recommendation_says_what_falls_under_it() -> None:
    assert all(kind.means and kind.source and kind.version for kind in RECOMMENDATION_KINDS.values())
    assert kind_label("system") == "Between organisations"
    assert kind_label("gone") == "gone"
