"""Signals on a real database: raised from notifications, worked through, extracts, the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.signals import look_for_signals, make_extracts, work_out_false_alarms
from services.theming.actions.signals.assess_signal import assess_signal
from services.theming.actions.signals.close_signal import close_signal
from services.theming.actions.signals.read_extract import read_extract
from services.theming.actions.signals.see_signal import see_signal
from services.theming.actions.signals.tell_about_signal import tell_about_signal
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.signals.series import series_of
from services.theming.domain.signals.settings import signal_settings_on
from services.theming.domain.signals.signal import SignalStatus
from services.theming.packs.gathering import gather
from services.theming.pages.signal_standing import as_they_wait
from services.theming.queries import signals
from shared.errors import Invalid, NotPermitted, TransitionRefused
from shared.people import SYSTEM
from shared.periods import parse_period
from shared.settings import Settings
from tests.integration.theming.conftest import CASE, NOW, Filled, Theming, csrf_in, enter, material, notified

TODAY = NOW.date()
DROWNING = "circumstance-drowning"


def a_panel_with_a_surge(theming: Theming) -> None:
    """Three years with a drowning every sixty days and an infection every thirty, then seven drownings."""
    usual = [TODAY - timedelta(days=back) for back in range(90, 1150, 60)]
    lately = [TODAY - timedelta(days=back) for back in (30, 26, 21, 15, 10, 6, 2)]
    infections = [TODAY - timedelta(days=back) for back in range(15, 1150, 30)]
    theming.tell(
        *(notified(f"LLR-2024-{n:04}", on=on, events=("drowning",)) for n, on in enumerate(usual, 1)),
        *(notified(f"LLR-2025-{n:04}", on=on, events=("infection",)) for n, on in enumerate(infections, 1)),
        *(notified(f"LLR-2026-{n:04}", on=on, events=("drowning",)) for n, on in enumerate(lately, 1)),
    )


def look(theming: Theming) -> bool:
    """Whether there was a look to take."""
    return errand(theming, look_for_signals)


def errand(theming: Theming, of: Any) -> bool:
    task = theming.act(SYSTEM, of.take)
    if task is None:
        return False
    found = of.do(task)
    theming.act(SYSTEM, lambda tx: of.record(tx, task, found))
    return True


@pytest.fixture
def surge(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, a_surge_that_is_seen)


def a_surge_that_is_seen(theming: Theming) -> None:
    a_panel_with_a_surge(theming)
    assert look(theming)


def raised(theming: Theming, series: str = DROWNING) -> Any:
    return next(each for each in theming.look(signals.signals) if each.series == series)


def test_a_surge_of_drownings_is_raised_once_with_what_spoke_and_its_cases(surge: Theming) -> None:
    found = raised(surge)
    evidence, cases = surge.look(lambda tx: signals.evidence_of(tx, found.id))
    assert found.status is SignalStatus.RAISED
    assert TODAY - timedelta(days=30) <= found.raised_on <= TODAY
    assert len(evidence.methods) >= 2
    assert evidence.in_window == len(cases) > 2 * evidence.expected
    assert all(case.startswith("LLR-2026") or case == "LLR-2024-0001" for case in cases)
    assert not look(surge), "nothing is new on the same day"
    surge.at = NOW + timedelta(days=1)
    assert look(surge)
    assert [each.series for each in surge.look(signals.signals)].count(DROWNING) == 1


def test_what_is_as_usual_raises_nothing(surge: Theming) -> None:
    assert "circumstance-infection" not in [each.series for each in surge.look(signals.signals)]


def test_what_people_rejected_since_is_still_counted_as_it_was_told(theming: Theming) -> None:
    """Old cases have been gone through and new ones not: without it a theme would seem to become more."""
    theming.tell(notified(), material())
    theming.read_texts()
    told = theming.act(SYSTEM, signals.deaths_to_watch)
    assert "theme-asthma" in series_of(told[0])
    theming.act("cdr-manager", reject_theme, case=CASE, theme="asthma", reason="Only mentioned")
    assert theming.act(SYSTEM, signals.deaths_to_watch) == told


def test_the_likely_category_of_the_surge_is_watched_before_any_review(surge: Theming) -> None:
    assert raised(surge, "category-3").label.startswith("3 Trauma")


def test_a_restricted_case_counts_in_no_signal(theming: Theming) -> None:
    a_panel_with_a_surge(theming)
    people = {"cdop-administrator": "Administrator"}
    before = theming.act(SYSTEM, signals.deaths_held)
    _restrict(theming, "LLR-2026-0001", people)
    assert theming.act(SYSTEM, signals.deaths_held) == before - 1
    assert look(theming)
    _, cases = theming.look(lambda tx: signals.evidence_of(tx, raised(theming).id))
    assert "LLR-2026-0001" not in cases
    _restrict(theming, cases[-1], people)
    evidence, left = theming.look(lambda tx: signals.evidence_of(tx, raised(theming).id))
    assert left == cases[:-1], "one that was restricted since has gone from the signal"
    assert evidence.in_window == len(left)


def _restrict(theming: Theming, case: str, people: dict[str, str]) -> None:
    theming.act("cdr-manager", restrict_case, case=case, reason="A relative works here", people=people)


def test_a_signal_goes_from_seen_to_closed_and_every_step_is_kept(surge: Theming) -> None:
    number = raised(surge).id
    surge.act("cdr-manager", see_signal, signal_id=number)
    surge.act(
        "cdr-manager",
        assess_signal,
        signal_id=number,
        finding="All at open water in the hot weeks",
        outcome="real",
    )
    surge.act(
        "cdr-manager",
        tell_about_signal,
        signal_id=number,
        whom="Consultant in public health, city council",
        told_on=TODAY,
    )
    surge.act("cdr-manager", close_signal, signal_id=number, reason="Handed over", nobody_to_tell=False)
    assert raised(surge).status is SignalStatus.CLOSED
    steps = surge.look(lambda tx: signals.steps_of(tx, number))
    assert [each.step for each in steps] == ["seen", "assessed", "told", "closed"]
    assert all(each.by_name and each.at for each in steps)


def test_a_signal_cannot_be_closed_before_it_is_assessed_or_without_saying_who_was_told(
    surge: Theming,
) -> None:
    number = raised(surge).id
    given = {"signal_id": number, "reason": "", "nobody_to_tell": False}
    with pytest.raises(TransitionRefused):
        surge.act("cdr-manager", close_signal, **given)
    surge.act("cdr-manager", see_signal, signal_id=number)
    with pytest.raises(Invalid) as refused:
        surge.act("cdr-manager", assess_signal, signal_id=number, finding="", outcome="")
    assert {fault.field for fault in refused.value.faults} == {"finding", "outcome"}
    surge.act("cdr-manager", assess_signal, signal_id=number, finding="Looked", outcome="chance")
    with pytest.raises(Invalid) as refused:
        surge.act("cdr-manager", close_signal, **given)
    assert {fault.field for fault in refused.value.faults} == {"reason", "nobody_to_tell"}


def test_what_was_assessed_is_looked_at_again_by_a_day_until_it_is_closed(surge: Theming) -> None:
    number, settings = raised(surge).id, signal_settings_on(TODAY)
    assert raised(surge).due_on(settings) == date(2026, 11, 24), "two working days after it was raised"
    surge.act("cdr-manager", see_signal, signal_id=number)
    assert raised(surge).due_on(settings) == date(2026, 12, 4), "ten working days after it was raised"
    given = {"signal_id": number, "finding": "Reviews are awaited", "outcome": "not_settled"}
    surge.act("cdr-manager", assess_signal, **given)
    assert raised(surge).due_on(settings) == date(2026, 12, 18), "twenty working days after it was assessed"
    surge.at = NOW + timedelta(days=28)
    surge.act("cdr-manager", assess_signal, **given)
    assert raised(surge).due_on(settings) == date(2027, 1, 20), "anew, over two bank holidays and New Year"
    surge.act("cdr-manager", close_signal, signal_id=number, reason="As usual again", nobody_to_tell=True)
    assert raised(surge).due_on(settings) is None


def test_a_button_pressed_twice_keeps_one_step_and_the_same_words_later_are_another(surge: Theming) -> None:
    number = raised(surge).id
    surge.act("cdr-manager", see_signal, signal_id=number)
    with pytest.raises(TransitionRefused):
        surge.act("cdr-manager", see_signal, signal_id=number)
    told = {"signal_id": number, "whom": "Public health, city council", "told_on": TODAY}
    found = {"signal_id": number, "finding": "Nothing shared", "outcome": "not_settled"}
    for _ in range(2):
        surge.act("cdr-manager", tell_about_signal, **told)
        surge.at += timedelta(seconds=2)
    for _ in range(2):
        surge.act("cdr-manager", assess_signal, **found)
        surge.at += timedelta(seconds=2)
    surge.act("cdop-administrator", assess_signal, **found)
    surge.at += timedelta(days=20)
    surge.act("cdop-administrator", assess_signal, **found)
    steps = surge.look(lambda tx: signals.steps_of(tx, number))
    assert [each.step for each in steps] == ["seen", "told", "assessed", "assessed", "assessed"]
    assert len({(each.by, each.at.date()) for each in steps[2:]}) == 3


@pytest.mark.parametrize(
    ("persona", "listed", "one", "extract", "changed"),
    [
        ("cdr-manager", 200, 200, 200, 200),
        ("cdop-administrator", 200, 200, 200, 200),
        ("public-health-analyst", 200, 403, 200, 403),
        ("panel-member", 403, 403, 403, 403),
        ("panel-chair", 403, 403, 403, 403),
        ("auditor", 403, 403, 403, 403),
    ],
)
def test_who_may_see_and_change_what(
    surge: Theming, web: TestClient, persona: str, listed: int, one: int, extract: int, changed: int
) -> None:
    number = raised(surge).id
    assert errand(surge, make_extracts)
    enter(web, persona)
    got = {
        path: web.get(f"/themes/signals{path}").status_code
        for path in ("", "/chance", f"/{number}", f"/series/{DROWNING}", f"/series/{DROWNING}/chart.svg")
    }
    assert list(got.values()) == [listed, listed, one, one, one]
    extracts = [web.get(f"/themes/signals/series/{DROWNING}/{kind}") for kind in ("extract", "extract.csv")]
    assert {each.status_code for each in extracts} == {extract}
    token = csrf_in(web.get("/").text)
    posted = web.post(f"/themes/signals/{number}/seen", data={"csrf_token": token})
    assert posted.status_code == changed
    for step in ("assessed", "told", "closed"):
        typed = {"finding": "Nothing shared", "outcome": "chance", "whom": "", "reason": ""}
        answer = web.post(f"/themes/signals/{number}/{step}", data={"csrf_token": token, **typed})
        assert answer.status_code in ((200, 422) if changed == 200 else (403,))
    assert raised(surge).status is (SignalStatus.ASSESSED if changed == 200 else SignalStatus.RAISED)


def test_who_was_told_names_nobody_of_the_family_and_no_day_to_come(surge: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        surge.act(
            "cdr-manager",
            tell_about_signal,
            signal_id=raised(surge).id,
            whom="The family of 943 476 5919",
            told_on=TODAY + timedelta(days=1),
        )
    assert {fault.field for fault in refused.value.faults} == {"whom", "told_on"}


def test_an_analyst_sees_no_number_and_no_case_of_a_signal_and_changes_nothing(surge: Theming) -> None:
    number = raised(surge).id
    with pytest.raises(NotPermitted):
        surge.look(lambda tx: signals.evidence_of(tx, number), "public-health-analyst")
    with pytest.raises(NotPermitted):
        surge.act("public-health-analyst", see_signal, signal_id=number)


def test_what_chance_does_is_worked_out_once_for_each_size_and_kept(
    surge: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = surge.act(SYSTEM, work_out_false_alarms.take)
    assert task is not None
    again = surge.act(SYSTEM, work_out_false_alarms.take)
    assert again is None or (again.a_year, again.series.swing) != (task.a_year, task.series.swing)
    few = task._replace(settings=_fewer(task.settings))
    found = work_out_false_alarms.do(few)
    surge.act(SYSTEM, lambda tx: work_out_false_alarms.record(tx, task, found))
    known = surge.look(lambda tx: signals.chances_known(tx, task.settings.version))
    assert known[task.a_year, task.series.swing] == found


def _fewer(settings: Any) -> Any:
    from dataclasses import replace

    return replace(settings, histories=20)


def test_an_extract_is_the_same_for_everybody_for_four_weeks_and_shows_no_small_number(
    surge: Theming,
) -> None:
    assert errand(surge, make_extracts)
    made = surge.act("public-health-analyst", read_extract, series=DROWNING)
    assert made.last_day < TODAY
    assert made.contents["total"] == {"value": 10}, "11 notified in the 52 weeks, to the nearest 5"
    cells = [cell for split in made.contents["splits"] for _, cell in split["cells"]]
    assert all(cell.get("suppressed") or cell["value"] == 0 or cell["value"] >= 10 for cell in cells)
    surge.tell(notified("LLR-2026-0900", on=TODAY - timedelta(days=9), events=("drowning",)))
    surge.at = NOW + timedelta(days=20)
    assert not errand(surge, make_extracts), "none is due"
    assert surge.act("cdr-manager", read_extract, series=DROWNING).checksum == made.checksum
    surge.at = NOW + timedelta(days=40)
    assert errand(surge, make_extracts)
    assert surge.act("cdr-manager", read_extract, series=DROWNING).last_day > made.last_day


def test_nobody_without_a_part_in_statistics_is_given_an_extract(surge: Theming) -> None:
    with pytest.raises(NotPermitted):
        surge.act("panel-member", read_extract, series=DROWNING)


def test_the_office_works_a_signal_through_on_its_page(surge: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    number = raised(surge).id
    listed = web.get("/themes/signals").text
    assert "Drowning" in listed
    assert "Unconfirmed" in listed
    one = web.get(f"/themes/signals/{number}").text
    assert "I have seen this" in one
    token = csrf_in(one)
    seen = web.post(f"/themes/signals/{number}/seen", data={"csrf_token": token})
    assert "Keep the assessment" in seen.text
    wrong = web.post(
        f"/themes/signals/{number}/assessed",
        data={"csrf_token": token, "finding": "At open water", "outcome": ""},
    )
    assert wrong.status_code == 422
    assert "At open water" in wrong.text, "what was typed is shown again"
    bad_day = web.post(
        f"/themes/signals/{number}/told",
        data={"csrf_token": token, "whom": "Public health", **_typed("told_on", "31", "2", "2026")},
    )
    assert bad_day.status_code == 422
    assert "Enter a real date" in bad_day.text
    assert "Enter the day they were told" not in bad_day.text


@pytest.mark.parametrize("shape", ["wide", "narrow", "other"])
def test_a_series_is_drawn_and_stands_in_a_table(surge: Theming, web: TestClient, shape: str) -> None:
    enter(web, "cdr-manager")
    shown = web.get(f"/themes/signals/series/{DROWNING}").text
    assert "Days since the one before" in shown
    drawn = web.get(f"/themes/signals/series/{DROWNING}/chart.svg?shape={shape}")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")


def test_an_analyst_finds_signals_without_a_day_and_an_extract(surge: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    listed = web.get("/themes/signals").text
    assert "Drowning" in listed
    assert f"{raised(surge).raised_on:%-d %B %Y}" not in listed
    assert web.get(f"/themes/signals/series/{DROWNING}").status_code == 403
    assert web.get(f"/themes/signals/{raised(surge).id}").status_code == 403
    assert errand(surge, make_extracts)
    table = web.get(f"/themes/signals/series/{DROWNING}/extract.csv")
    assert table.text.splitlines()[1].startswith(f"all,{DROWNING},10,shown,")
    assert web.get(f"/themes/signals/series/{DROWNING}/extract").status_code == 200
    assert "How often a signal is wrong" in web.get("/themes/signals/chance").text


def _typed(name: str, *parts: str) -> dict[str, str]:
    return {f"{name}-{part}": typed for part, typed in zip(("day", "month", "year"), parts, strict=True)}


@pytest.mark.parametrize(
    "path",
    [
        "signals/nothing",
        "signals/%00",
        "signals/series/nothing",
        "signals/series/nothing/extract",
        "signals/series/nothing/chart.svg",
    ],
)
def test_what_is_not_there_is_not_found(surge: Theming, web: TestClient, path: str) -> None:
    enter(web, "cdr-manager")
    assert web.get(f"/themes/{path}").status_code == 404


def test_with_less_than_a_year_and_a_half_nothing_is_said(
    theming: Theming, web: TestClient, bearer: Callable[[str], dict[str, str]]
) -> None:
    days = [TODAY - timedelta(days=back) for back in range(1, 300, 10)]
    theming.tell(*(notified(f"LLR-2026-{n:04}", on=on) for n, on in enumerate(days, 1)))
    assert look(theming)
    assert theming.look(signals.signals) == []
    enter(web, "cdr-manager")
    assert "have not been held for long enough" in web.get("/themes/signals").text
    assert theming.act(SYSTEM, work_out_false_alarms.take) is None


def test_nothing_is_looked_at_before_anything_is_notified(theming: Theming, web: TestClient) -> None:
    assert not look(theming)
    enter(web, "cdr-manager")
    assert web.get("/themes/signals").status_code == 200
    assert web.get("/themes/signals/series/all").status_code == 200


def test_a_day_in_the_summer_is_that_of_london(theming: Theming) -> None:
    theming.tell(notified("LLR-2026-0001", on=date(2026, 6, 1)))
    theming.at = NOW.replace(month=6, day=30, hour=23, minute=30)
    assert look(theming)
    assert theming.act(SYSTEM, signals.last_look).on == date(2026, 7, 1)


def test_a_signal_is_in_the_pack_of_its_quarter_as_unconfirmed_unless_it_was_chance(surge: Theming) -> None:
    def of_pack(tx: Any) -> list[Any]:
        return [each for each in gather(tx, parse_period("2026-27-Q3"), today=TODAY).signals if each.counted]

    labels = [each.label for each in surge.look(of_pack)]
    assert "More notifications than usual: Drowning" in labels
    number = raised(surge).id
    surge.act("cdr-manager", see_signal, signal_id=number)
    surge.act("cdr-manager", assess_signal, signal_id=number, finding="Looked", outcome="chance")
    assert "More notifications than usual: Drowning" not in [each.label for each in surge.look(of_pack)]


def test_each_signal_says_how_often_chance_alone_raises_one_at_the_size_of_its_series(
    surge: Theming, web: TestClient
) -> None:
    while task := surge.act(SYSTEM, work_out_false_alarms.take):
        found = work_out_false_alarms.do(task._replace(settings=_fewer(task.settings)))
        surge.act(SYSTEM, lambda tx, t=task, f=found: work_out_false_alarms.record(tx, t, f))
    enter(web, "cdr-manager")
    listed, one = (web.get(f"/themes/{path}").text for path in ("signals", f"signals/{raised(surge).id}"))
    assert "signals a year that are chance" in listed
    raised_ones = listed.split("<h2>Watched</h2>")[0]
    assert "Such a signal by chance" in raised_ones
    assert "Being worked out" not in raised_ones
    assert "in a series as frequent as this" in one
    enter(web, "public-health-analyst")
    told = web.get("/themes/signals").text
    assert "signals a year that are chance" in told
    assert "Such a signal by chance" not in told, "it would tell how many are usual"


def test_what_nobody_has_seen_comes_first_then_what_is_due_and_what_is_closed_is_folded_away(
    surge: Theming, web: TestClient
) -> None:
    number, settings = raised(surge).id, signal_settings_on(TODAY)

    def waiting(after: int) -> list[str]:
        day = TODAY + timedelta(days=after)
        found = as_they_wait(surge.look(signals.signals), settings, day)
        assert (found.unseen, found.overdue) == (len(found.open) - 1, len(found.open) if after else 0)
        return [each.series for each, _ in found.open]

    surge.act("cdr-manager", see_signal, signal_id=number)
    assert waiting(0)[-1] == DROWNING
    assert waiting(40)[-1] == DROWNING, "also where all are overdue"
    enter(web, "cdr-manager")
    shown = web.get("/themes/signals").text
    others = len(surge.look(signals.signals)) - 1
    assert f"{others + 1} open: {others} not seen yet, none overdue." in shown
    assert "Closed signals" not in shown
    surge.act("cdr-manager", assess_signal, signal_id=number, finding="Nothing shared", outcome="chance")
    surge.act("cdr-manager", close_signal, signal_id=number, reason="As usual again", nobody_to_tell=True)
    before, closed = web.get("/themes/signals").text.split("Closed signals: 1")
    assert f"signals/{number}" in closed
    assert f"signals/{number}" not in before


def test_of_what_is_watched_only_what_is_more_than_usual_now_is_unfolded(
    surge: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    watched = web.get("/themes/signals").text.split("More than usual now</h3>")[1]
    now, every = watched.split("Every series</h3>")
    assert f"series/{DROWNING}" in now
    assert "series/circumstance-infection" not in now
    assert "series/circumstance-infection" in every


def test_an_analyst_gets_an_extract_of_any_series_though_nothing_is_raised(
    theming: Theming, web: TestClient
) -> None:
    theming.tell(notified("LLR-2026-0001", on=TODAY - timedelta(days=30), events=("drowning",)))
    look(theming)
    assert errand(theming, make_extracts)
    enter(web, "public-health-analyst")
    listed = web.get("/themes/signals").text
    assert f"/themes/signals/series/{DROWNING}/extract" in listed
    assert "/themes/signals/chance" in listed
    for kind in ("extract", "extract.csv"):
        extract = web.get(f"/themes/signals/series/{DROWNING}/{kind}").text
        assert "LLR-2026" not in extract
        assert "*" in extract


@pytest.mark.parametrize("path", ["signals", "signals/chance", f"signals/series/{DROWNING}", "signals/{id}"])
def test_pages_of_signals_say_whose_they_are_and_that_it_is_a_demonstration(
    surge: Theming, web: TestClient, settings: Settings, path: str
) -> None:
    enter(web, "cdr-manager")
    shown = web.get(f"/themes/{path.format(id=raised(surge).id)}").text
    assert settings.panel_name in shown
    assert "Demonstration" in shown


@pytest.mark.parametrize("table", ["signal", "signal_evidence", "signal_step", "signal_extract"])
def test_the_database_itself_lets_no_signal_vanish_nor_what_was_done_about_it(
    surge: Theming, table: str
) -> None:
    surge.act("cdr-manager", see_signal, signal_id=raised(surge).id)
    assert errand(surge, make_extracts)
    with surge.database.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(f"DELETE FROM {table}"))
