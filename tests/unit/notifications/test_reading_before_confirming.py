"""What helps a person to confirm a text: its sheets, kinder words; and which facts the panel is told."""

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.library import NOTIFICATION, REPORTING, current
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.told_facts import Source, facts_to_tell, notification_source
from services.notifications.domain.material.sheets import SHEET_LENGTH, sheets
from services.notifications.domain.material.wording import wording


@given(
    st.lists(st.sampled_from(["word " * 300, "[Page 3]\n", "\n\n", "x" * 3000]), max_size=40).map("".join),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 90)), max_size=40),
)
def test_sheets_join_to_the_whole_text_and_cut_no_removal(text: str, gaps: list[tuple[int, int]]) -> None:
    removals, at = [], 0
    for gap, length in gaps:
        removals.append((at + gap, at + gap + length))
        at += gap + length
    removals = [(start, end) for start, end in removals if end <= len(text)]
    found = sheets(text, removals)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.end - one.start <= SHEET_LENGTH + 100 for one in found)
    for start, end in removals:
        assert any(one.start <= start and end <= one.end for one in found)


def test_sheets_begin_with_pages_of_the_document_and_say_which() -> None:
    text = "\n\n".join(f"[Page {number}]\n{'word ' * 1000}" for number in (1, 2, 3))
    assert [one.label for one in sheets(text, [])] == ["page 1", "page 2", "page 3"]


def test_words_that_blame_are_shown_with_kinder_ones_and_inside_other_words_they_are_not() -> None:
    found = wording("The mother FAILED to attend. She failed  to call. He declaims; dnase was given.")
    assert [(one.found, one.times) for one in found] == [("FAILED to", 2)]
    assert found[0].instead.startswith("did not")


CURRENT = current(REPORTING)
_NOTIFIED = current(NOTIFICATION)


def told(*returns: Return, chosen: dict[str, str] | None = None, **answers: str) -> dict[str, object]:
    notified = Answers(_NOTIFIED.name, _NOTIFIED.version, answers)
    named = [(Source(f"r{number}", "midwife", f"text{number}"), one) for number, one in enumerate(returns)]
    facts = facts_to_tell(notification_source("paediatrician", "text"), notified, named, chosen or {})
    return {fact.question: fact for fact in facts}


def returned(**answers: object) -> Return:
    return Return(CURRENT.name, CURRENT.version, answers)


def test_each_state_of_a_fact_is_kept_apart() -> None:
    facts = told(
        returned(breastfed="yes", disability="no", immunisations="not_known", gestation_weeks="39"),
        returned(breastfed="yes", disability="yes", immunisations="not_asked", gestation_weeks="39.0"),
        returned(breastfed="not_known", bereavement_support="not_applicable"),
    )
    states = {name: fact.state for name, fact in facts.items()}
    assert states["breastfed"] == "agreed"
    assert states["disability"] == "conflict"
    assert states["immunisations"] == "not_known"
    assert states["gestation_weeks"] == "agreed"
    assert [one.value for one in facts["breastfed"].values] == ["Yes", "Yes", "Not known"]
    assert [one.source_id for one in facts["disability"].values] == ["text0", "text1"]


def test_the_source_that_the_office_follows_is_the_value_chosen() -> None:
    both = (returned(disability="no"), returned(disability="yes"))
    assert told(*both)["disability"].chosen is None
    assert told(*both, chosen={"disability": "r1"})["disability"].chosen == "Yes"


def test_nothing_that_somebody_typed_is_a_fact() -> None:
    facts = told(
        returned(
            breastfed="Zephyrinella said so",
            gestation_weeks="39 (Zephyrinella)",
            events=["Zephyrinella"],
            medication="Zephyrinella 5 mg",
            responder_name="Zephyrinella",
        ),
        **{"birth.gestation_weeks": "Zephyrinella", "death.place_of_event": "Zephyrinella"},
    )
    assert facts == {}
