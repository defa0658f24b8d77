"""A theme of the panel's own is changed and withdrawn: first seen, then used, and never forgotten."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.codebooks import try_codebook
from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.actions.discovery.change_local_theme import change_local_theme
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.packs.gathering import gather
from services.theming.queries.cases import themes_of
from services.theming.queries.codebooks import (
    available_codebook,
    change_of_codebook,
    codebook_in_use,
    themes_spoken_of,
)
from services.theming.queries.local_themes import local_themes, versions_of_local_theme
from shared.errors import Conflict, Invalid, NotFound, NotPermitted, TransitionRefused
from shared.people import SYSTEM
from shared.periods import parse_period

from .conftest import CASE, Filled, Theming, csrf_in, enter, material, notified, reviewed

LAUNDRY, OTHER = "LLR-2026-0110", "LLR-2026-0111"
MORE = ("LLR-2026-0112", "LLR-2026-0113")
THEME = "local_1"
MADE = {"label": "Car wash", "group": "local", "definition": "a car wash.", "patterns": ["car wash"]}
CHANGED = {
    "theme": THEME,
    "version": 1,
    "label": "Car wash or laundry",
    "definition": "a car wash or a laundry.",
    "patterns": ["laundry"],
    "reason": "Laundries are the same danger.",
}
GONE = {"theme": THEME, "version": 1, "reason": "It says nothing a panel can act on."}


def use_the_newest(theming: Theming) -> None:
    while trial := theming.act(SYSTEM, try_codebook.take):
        theming.act(SYSTEM, try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
    theming.act("cdr-manager", adopt_codebook, version=theming.look(available_codebook).version)
    theming.read_texts()


def standing(theming: Theming, case: str) -> Any:
    found = theming.look(lambda tx: themes_of(tx, case)).get(THEME)
    return found.status.value if found else None


@pytest.fixture
def own(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, in_use)


def in_use(theming: Theming) -> None:
    """The theme is in use: one case has it confirmed, one rejected, and in one it waits."""
    theming.tell(notified(), material(text="He was caught by the dryer of a car wash."), reviewed())
    theming.tell(notified(LAUNDRY), material(LAUNDRY, text="She was caught by a machine of the laundry."))
    theming.tell(notified(OTHER), material(OTHER, text="He was hurt at a car wash."), reviewed(OTHER))
    theming.tell(notified(MORE[0]), material(MORE[0], text="A car wash again."))
    theming.act("cdr-manager", make_local_theme, **MADE)
    theming.read_texts()
    theming.act("cdr-manager", confirm_theme, case=CASE, theme=THEME)
    theming.act("cdr-manager", reject_theme, case=OTHER, theme=THEME)


def test_a_change_is_a_new_version_and_shows_first_which_cases_would_move(own: Theming) -> None:
    own.act("cdr-manager", change_local_theme, **CHANGED)
    assert own.look(codebook_in_use).themes[THEME].label == "Car wash"
    assert standing(own, LAUNDRY) is None
    while trial := own.act(SYSTEM, try_codebook.take):
        own.act(SYSTEM, try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
    change = own.look(change_of_codebook)
    assert {(move.case, move.gained, move.decided) for move in change.moves} == {
        (LAUNDRY, True, ""),
        (MORE[0], False, ""),
        (CASE, False, "confirmed"),
        (OTHER, False, "rejected"),
    }
    assert change.counts() == {THEME: (1, 1)}
    use_the_newest(own)
    assert own.look(codebook_in_use).themes[THEME].label == "Car wash or laundry"
    assert [standing(own, case) for case in (CASE, LAUNDRY, OTHER, MORE[0])] == [
        "confirmed",
        "proposed",
        "rejected",
        "lapsed",
    ]
    newest, first = own.look(lambda tx: versions_of_local_theme(tx, THEME))
    assert (newest.version, newest.reason, newest.withdrawn) == (2, CHANGED["reason"], False)
    assert (first.version, first.label, first.patterns) == (1, "Car wash", ["car wash"])


def test_a_withdrawn_theme_is_proposed_no_more_and_what_was_confirmed_stays(own: Theming) -> None:
    own.act("cdr-manager", withdraw_local_theme, **GONE)
    assert standing(own, MORE[0]) == "proposed"
    use_the_newest(own)
    own.tell(notified(MORE[1]), material(MORE[1], text="Another car wash."))
    own.read_texts()
    assert [standing(own, case) for case in (CASE, OTHER, *MORE)] == ["confirmed", "rejected", "lapsed", None]
    assert THEME not in own.look(codebook_in_use).themes
    assert own.look(themes_spoken_of)[THEME].label == "Car wash (withdrawn on 21 November 2026)"
    for case in (OTHER, MORE[0]):
        with pytest.raises(TransitionRefused, match="was withdrawn"):
            own.act("cdr-manager", confirm_theme, case=case, theme=THEME)
    with pytest.raises(Invalid):
        own.act("cdr-manager", add_theme, case=MORE[1], theme=THEME, reason="It is here.")
    own.act("cdr-manager", reject_theme, case=CASE, theme=THEME)
    assert standing(own, CASE) == "rejected"


def test_a_withdrawn_theme_is_taken_up_again_as_a_further_version(own: Theming) -> None:
    own.act("cdr-manager", withdraw_local_theme, **GONE)
    use_the_newest(own)
    with pytest.raises(TransitionRefused, match="withdrawn already"):
        own.act("cdr-manager", withdraw_local_theme, **{**GONE, "version": 2})
    same = {"label": "Car wash", "definition": "a car wash.", "patterns": ["car wash"]}
    own.act("cdr-manager", change_local_theme, **{**CHANGED, **same, "version": 2, "reason": "Two more."})
    use_the_newest(own)
    assert standing(own, MORE[0]) == "proposed"
    (theme,) = own.look(local_themes)
    assert (theme.version, theme.withdrawn_on) == (3, None)


def test_no_other_theme_takes_its_name_or_its_id(own: Theming) -> None:
    own.act("cdr-manager", withdraw_local_theme, **GONE)
    with pytest.raises(Invalid, match="This panel had a theme of this name"):
        own.act("cdr-manager", make_local_theme, **MADE)
    with pytest.raises(Invalid, match="This panel had a theme of this name"):
        own.act("cdr-manager", make_local_theme, **{**MADE, "label": "car-wash"})
    made = own.act("cdr-manager", make_local_theme, **{**MADE, "label": "Machine wash"})
    assert made == "local_2"
    with pytest.raises(Invalid, match="The codebook has a theme of this name"):
        own.act("cdr-manager", change_local_theme, **{**CHANGED, "version": 2, "label": "Asthma"})


def test_what_is_wrong_with_a_change_is_all_said_at_once(own: Theming) -> None:
    nothing = {"label": "", "definition": "", "patterns": [], "reason": ""}
    with pytest.raises(Invalid) as refused:
        own.act("cdr-manager", change_local_theme, **{**CHANGED, **nothing})
    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"label", "definition", "patterns", "reason"}
    same = {"label": "Car wash", "definition": "a car wash.", "patterns": ["car wash"]}
    with pytest.raises(Invalid, match="Nothing is changed"):
        own.act("cdr-manager", change_local_theme, **{**CHANGED, **same})
    with pytest.raises(Invalid, match="Say why it is withdrawn"):
        own.act("cdr-manager", withdraw_local_theme, **{**GONE, "reason": ""})
    with pytest.raises(NotFound):
        own.act("cdr-manager", change_local_theme, **{**CHANGED, "theme": "asthma"})
    for person in ("auditor", "public-health-analyst"):
        with pytest.raises(NotPermitted):
            own.act(person, change_local_theme, **CHANGED)
        with pytest.raises(NotPermitted):
            own.act(person, withdraw_local_theme, **GONE)


def test_who_saw_an_older_version_is_told_and_changes_nothing(own: Theming) -> None:
    own.act("cdop-administrator", change_local_theme, **CHANGED)
    with pytest.raises(Conflict, match="since you opened the page"):
        own.act("cdr-manager", change_local_theme, **{**CHANGED, "patterns": ["launderette"]})
    with pytest.raises(Conflict, match="since you opened the page"):
        own.act("cdr-manager", withdraw_local_theme, **GONE)
    assert len(own.look(lambda tx: versions_of_local_theme(tx, THEME))) == 2


@pytest.mark.parametrize(
    "pattern",
    ["wash /(a+)+b/", "wash /(/", "wash ~999999 car", "wash ~3 a ~3 b ~3 c ~3 car", "wash (a b)* (c d)* car"],
)
def test_a_pattern_that_would_keep_every_text_waiting_is_refused(own: Theming, pattern: str) -> None:
    with pytest.raises(Invalid) as refused:
        own.act("cdr-manager", change_local_theme, **{**CHANGED, "patterns": ["laundry", pattern]})
    (fault,) = refused.value.faults
    assert fault.field == "patterns"
    assert f"Line 2, “{pattern}”, cannot be looked for" in fault.message


def test_the_pages_change_and_withdraw_it(own: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert f"/themes/discovery/themes/{THEME}" in web.get("/themes/discovery").text
    page = web.get(f"/themes/discovery/themes/{THEME}").text
    typed = {"csrf_token": csrf_in(page), "version": "1", "label": "Car wash", "definition": "a car wash."}
    answer = web.post(f"/themes/discovery/themes/{THEME}", data={**typed, "patterns": "laundry"})
    assert answer.status_code == 422
    assert "Say why it is changed" in answer.text
    answer = web.post(
        f"/themes/discovery/themes/{THEME}", data={**typed, "patterns": "laundry", "reason": "Laundries too"}
    )
    assert "Below is which past cases it would move" in answer.text
    assert "changed by" in answer.text
    assert "Laundries too" in answer.text
    page = web.get(f"/themes/discovery/themes/{THEME}").text
    gone = {"csrf_token": csrf_in(page), "version": "2", "why-withdrawn": ""}
    answer = web.post(f"/themes/discovery/themes/{THEME}/withdraw", data=gone)
    assert answer.status_code == 422
    assert "Say why it is withdrawn" in answer.text
    answer = web.post(
        f"/themes/discovery/themes/{THEME}/withdraw", data={**gone, "why-withdrawn": "Too wide"}
    )
    assert "withdrawn by" in answer.text
    assert "It is to be withdrawn" in web.get(f"/themes/codebook/{THEME}").text
    use_the_newest(own)
    for place in (f"codebook/{THEME}", "codebook", f"cases/{CASE}", "trust"):
        assert "Car wash (withdrawn on 21 November 2026)" in web.get(f"/themes/{place}").text, place
    assert f">{CASE}</a>" in web.get(f"/themes/codebook/{THEME}").text
    assert f'<option value="{THEME}"' not in web.get(f"/themes/cases/{CASE}").text
    page = web.get(f"/themes/discovery/themes/{THEME}").text
    assert "Take it up again" in page
    assert "Too wide" in page
    assert web.get("/themes/discovery/themes/local_nothing").status_code == 404


def test_a_pack_of_the_quarter_still_has_what_was_confirmed_and_says_that_it_was_withdrawn(
    own: Theming,
) -> None:
    cases = (LAUNDRY, MORE[0])
    for case in cases:
        own.tell(material(case, text="A car wash, and nobody was near.", version=2), reviewed(case))
    own.read_texts()
    for case in cases:
        own.act("cdr-manager", confirm_theme, case=case, theme=THEME)
    own.act("cdr-manager", withdraw_local_theme, **GONE)
    use_the_newest(own)
    quarter = parse_period("2026-27-Q2")
    contents = own.look(lambda tx: gather(tx, quarter, today=own.at.date()))
    theme = contents.theme(THEME)
    assert theme
    assert theme.label == "Car wash (withdrawn on 21 November 2026)"
    assert {each.case_reference for each in theme.cases} == {CASE, *cases}
    assert theme.figure.in_words == "not counted separately"


def test_nobody_else_sees_its_page(own: Theming, web: TestClient) -> None:
    enter(web, "panel-member")
    assert web.get(f"/themes/discovery/themes/{THEME}").status_code == 403


def test_of_two_who_change_it_at_once_the_second_keeps_the_words_and_sees_the_other(
    own: Theming, web: TestClient
) -> None:
    address = f"/themes/discovery/themes/{THEME}"
    enter(web, "cdr-manager")
    token = csrf_in(web.get(address).text)
    own.act("cdop-administrator", change_local_theme, **CHANGED)
    mine = {
        "label": "Washing",
        "definition": "a machine that washes.",
        "patterns": "washer",
        "reason": "Wide",
    }
    clash = web.post(address, data={"csrf_token": token, "version": "1", **mine})
    assert clash.status_code == 409
    for words in (*mine.values(), "Car wash or laundry: a car wash or a laundry.", "Ash Sampleford (demo)"):
        assert words in clash.text, words
    assert 'name="version" value="2"' in clash.text
    gone = {"csrf_token": token, "version": "1", "why-withdrawn": "Nobody can act on it."}
    assert "Nobody can act on it." in web.post(f"{address}/withdraw", data=gone).text
    kept = web.post(address, data={"csrf_token": token, "version": "2", **mine})
    assert kept.url.path.endswith("/codebook-change")


@pytest.mark.parametrize(
    "label",
    ["smoke  exposure ", "Smoke-exposure", "Smoke\u00a0exposure", "SMOKE – EXPOSURE", "Ｓｍｏｋｅ exposure"],
)
def test_a_name_of_the_codebook_is_refused_however_it_is_spaced(theming: Theming, label: str) -> None:
    with pytest.raises(Invalid, match="The codebook has a theme of this name"):
        theming.act("cdr-manager", make_local_theme, **{**MADE, "label": label})


def test_a_name_is_kept_evened_out_and_compared_with_those_that_were_withdrawn(theming: Theming) -> None:
    theming.act("cdr-manager", make_local_theme, **{**MADE, "label": " Car  wash\u00a0place "})
    assert [each.label for each in theming.look(local_themes)] == ["Car wash place"]
    theming.act("cdr-manager", withdraw_local_theme, theme=THEME, version=1, reason="It says nothing.")
    with pytest.raises(Invalid, match="take that one up again"):
        theming.act("cdr-manager", make_local_theme, **{**MADE, "label": "car-wash place"})
