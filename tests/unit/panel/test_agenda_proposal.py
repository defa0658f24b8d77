"""Which cases an agenda is proposed, in which order, and why."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.case_themes import suggested_themes
from services.panel.domain.cases.holds import Hold
from services.panel.domain.cases.review_case import ReviewCase, StatusChange
from services.panel.domain.meetings.agenda_proposal import AgendaProposal, Wanted, propose_agenda
from services.panel.domain.meetings.panels import PANEL_TYPES, Panel, default_panel, panel_faults

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)


def case(number: int, age: int, **given: Any) -> ReviewCase:
    facts: dict[str, Any] = {
        "died_in": "2026-01",
        "age_band": "1-4 years",
        "age_text": "2 years",
        "sex": "female",
        "ethnic_category": "A",
        "ethnic_group": "White",
        "area": "Leicester",
        "deprivation_quintile": 1,
        "place_of_death": "home",
        "place_of_event": "home",
        "expected": "no",
        "gestation_weeks": None,
        "coroner_informed": "yes",
        "joint_agency_response": False,
        "notifier_role": "paediatrician",
        "notifier_sector": "acute_hospital",
        "status": CaseStatus.READY_FOR_PANEL,
    }
    return ReviewCase(f"LLR-2026-{number:04}", TODAY - timedelta(days=age), **{**facts, **given})


def wanted(
    kind: str = "all_deaths", target: int = 8, theme: str = "", listed: tuple[str, ...] = ()
) -> Wanted:
    return Wanted(PANEL_TYPES[kind], theme, target, listed)


def numbers(proposal: AgendaProposal) -> list[int]:
    return [int(one.case.reference[-4:]) for one in proposal.proposed]


def propose(cases: list[ReviewCase], want: Wanted, **themes: list[str]) -> AgendaProposal:
    named = {f"LLR-2026-{int(key[1:]):04}": value for key, value in themes.items()}
    return propose_agenda(cases, wanted=want, themes=named, on=TODAY)


def test_the_oldest_come_first_and_each_says_why() -> None:
    proposal = propose([case(1, 20), case(2, 300), case(3, 100)], wanted())
    assert numbers(proposal) == [2, 3, 1]
    assert proposal.proposed[0].because == ("Oldest: 300 days since notification.",)
    assert proposal.proposed[1].because == ("Number 2 by age: 100 days since notification.",)


def test_one_day_is_called_a_day() -> None:
    assert propose([case(1, 1)], wanted()).proposed[0].because == ("Oldest: 1 day since notification.",)
    held = case(2, 11)
    first = TODAY - timedelta(days=11)
    held.holds.append(Hold("h", "inquest", "", first, "m", first + timedelta(days=10), "m", "over"))
    assert propose([held], wanted()).proposed[0].because == ("Oldest: 1 day not on hold, 11 in all.",)


def test_days_on_hold_do_not_make_a_case_older() -> None:
    held = case(1, 300)
    first = TODAY - timedelta(days=290)
    held.holds.append(Hold("h", "inquest", "", first, "m", first + timedelta(days=250), "m", "over"))
    proposal = propose([held, case(2, 100)], wanted())
    assert numbers(proposal) == [2, 1]
    assert proposal.proposed[1].because == ("Number 2 by age: 50 days not on hold, 300 in all.",)


def test_cases_of_one_theme_come_together_behind_the_one_that_waited_longest() -> None:
    cases = [case(number, 400 - 10 * number) for number in range(1, 11)]
    proposal = propose(cases, wanted(target=6), c2=["asthma"], c9=["asthma"], c10=["asthma", "drowning"])
    assert numbers(proposal) == [1, 2, 9, 10, 3, 4]
    because = {int(one.case.reference[-4:]): one.because for one in proposal.proposed}
    assert because[9] == ("Same theme as LLR-2026-0002: Asthma.",)


def test_no_more_of_a_theme_than_the_policy_lets_stand_together() -> None:
    cases = [case(number, 400 - number) for number in range(1, 21)]
    themes = {f"c{number}": ["asthma"] for number in (1, *range(9, 21))}
    proposal = propose(cases, wanted(target=8), **themes)
    assert sum(number in (1, *range(9, 21)) for number in numbers(proposal)) == 4


def test_a_case_like_one_that_is_on_the_agenda_already_is_found() -> None:
    cases = [case(number, 400 - number) for number in range(1, 9)]
    want = wanted(target=7, listed=("LLR-2026-0099",))
    proposal = propose(cases, want, c99=["drowning"], c8=["drowning"])
    assert 8 in numbers(proposal)
    assert len(proposal.proposed) == 6


def test_a_neonatal_panel_takes_neonatal_cases_and_says_why_not_the_others() -> None:
    young, event = case(1, 10, age_band="0-27 days"), case(2, 20, events=["neonatal"])
    proposal = propose([young, event, case(3, 500)], wanted("neonatal"))
    assert numbers(proposal) == [2, 1]
    assert proposal.queue[0].because[-1] == "Not a case for a panel of the type “Neonatal”."


def test_a_regional_themed_panel_takes_only_cases_not_yet_reviewed() -> None:
    again = case(1, 300)
    again.history.append(StatusChange(CaseStatus.LISTED, CaseStatus.COMPLETED, "c", AT, ""))
    proposal = propose([again, case(2, 20)], wanted("regional_themed"))
    assert numbers(proposal) == [2]
    assert "not yet reviewed" in proposal.queue[0].because[-1]


def test_a_theme_of_the_codebook_is_what_a_themed_panel_looks_for() -> None:
    proposal = propose([case(1, 300), case(2, 20)], wanted("themed", theme="Asthma"), c2=["asthma"])
    assert numbers(proposal) == [2]
    assert proposal.queue[0].because[-1] == "Not of the theme “Asthma”."


def test_a_theme_in_words_of_its_own_leaves_the_choice_to_the_office() -> None:
    assert numbers(propose([case(1, 300), case(2, 20)], wanted("themed", theme="Winter"))) == [1, 2]


def test_fewer_cases_than_the_aim_are_proposed_and_said() -> None:
    proposal = propose([case(number, number) for number in range(1, 8)], wanted())
    assert len(proposal.proposed) == 7
    assert proposal.below == "Below target: 7 of at least 8 cases."


def test_a_full_agenda_is_proposed_nothing() -> None:
    listed = tuple(f"LLR-2026-{number:04}" for number in range(10, 18))
    assert propose([case(1, 300)], wanted(listed=listed)).proposed == ()


def test_only_cases_that_are_ready_and_on_no_hold_are_proposed_or_queued() -> None:
    held, gathering = case(1, 300), case(2, 300, status=CaseStatus.GATHERING)
    held.holds.append(Hold("h", "inquest", "", TODAY, "m"))
    proposal = propose([held, gathering, case(3, 1, status=CaseStatus.DEFERRED)], wanted())
    assert numbers(proposal) == [3]
    assert proposal.queue == ()


def test_a_proposal_does_not_depend_on_the_order_in_which_cases_are_read() -> None:
    cases = [case(number, 400 - number % 7) for number in range(1, 40)]
    themes = {f"c{number}": ["asthma" if number % 3 else "drowning"] for number in range(1, 40, 2)}
    first = numbers(propose(cases, wanted(), **themes))
    Random(5).shuffle(cases)
    assert numbers(propose(cases, wanted(), **themes)) == first


def test_facts_suggest_themes_with_their_reason_and_no_theme_twice() -> None:
    child = case(1, 10, events=["infection", "asthma_or_anaphylaxis"], gestation_weeks=31)
    found = {one.theme: one.because for one in suggested_themes(child)}
    assert set(found) == {"asthma", "anaphylaxis_allergy", "prematurity", "infection_sepsis"}
    assert found["prematurity"] == "born before 37 weeks"


def test_another_injury_suggests_no_kind_of_injury() -> None:
    """It is a swallowed magnet as well as a fall: what was learned of falls is no advice on magnets."""
    assert suggested_themes(case(1, 10, events=["other_injury"], gestation_weeks=40)) == []


def test_an_unknown_gestation_suggests_nothing() -> None:
    assert suggested_themes(case(1, 10, gestation_weeks=None)) == []


def test_every_fault_of_a_panel_is_named_at_once() -> None:
    wrong = Panel("p", "", "?", "", "", "?", 0, 0, TODAY, TODAY - timedelta(days=1))
    faults = panel_faults(wrong, [], {"default-1"})
    assert [fault.field for fault in faults] == [
        "name",
        "kind",
        "area",
        "quorum_rules",
        "target_cases",
        "meetings_a_year",
        "valid_to",
    ]


def test_a_themed_panel_needs_its_theme_and_a_name_of_its_own() -> None:
    first = default_panel("All-cause panel")
    second = Panel("p", "all-cause PANEL", "themed", "LLR", "", "default-1", 8, 2, TODAY)
    assert [fault.field for fault in panel_faults(second, [first], {"default-1"})] == ["name", "theme"]


def test_the_default_panel_has_room_for_ninety_six_cases_a_year() -> None:
    assert default_panel("Panel").capacity_a_year == 96
