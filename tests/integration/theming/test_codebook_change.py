"""A new codebook: shown first, adopted by a person, and until then texts stay as they were read."""

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.codebooks import try_codebook
from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.themes.codebook_contents import CodebookChange, Move
from services.theming.queries.cases import themes_of
from services.theming.queries.codebooks import (
    adoptions,
    available_codebook,
    change_of_codebook,
    codebook_in_use,
)
from services.theming.tables import codebook_adoption
from shared.errors import Conflict, NotPermitted
from shared.people import SYSTEM

from .conftest import CASE, Theming, csrf_in, enter, material, notified, reviewed

OTHER = "LLR-2026-0110"
THEME = {"label": "Car wash", "group": "local", "definition": "x.", "patterns": ["car wash"]}


def try_it(theming: Theming) -> int:
    """Let the background work try the newest codebook; how often there was something to do."""
    times = 0
    while trial := theming.act(SYSTEM, try_codebook.take):
        theming.act(SYSTEM, try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
        times += 1
    return times


@pytest.fixture
def changed(theming: Theming) -> Theming:
    """Two cases are themed; one tells of what the panel has just made a theme of."""
    theming.tell(notified(), material(text="He was caught by the dryer of a car wash."), reviewed())
    theming.tell(notified(OTHER), material(OTHER, text="She died of acute severe asthma."))
    theming.read_texts()
    theming.act("cdr-manager", make_local_theme, **THEME)
    return theming


def test_the_first_codebook_is_adopted_by_itself(theming: Theming) -> None:
    theming.tell(notified(), material())
    theming.read_texts()
    (first,) = theming.look(adoptions)
    assert first.version == theming.look(available_codebook).version
    assert first.adopted_by == "system"
    assert theming.look(change_of_codebook) is None


def test_until_somebody_adopts_it_texts_old_and_new_are_read_as_before(changed: Theming) -> None:
    changed.tell(notified("LLR-2026-0111"), material("LLR-2026-0111", text="A car wash again."))
    changed.read_texts()
    for case in (CASE, "LLR-2026-0111"):
        assert "local_1" not in changed.look(lambda tx, case=case: themes_of(tx, case))
    assert not changed.look(codebook_in_use).version.endswith(".local-1")


def test_the_page_shows_which_cases_would_move_and_a_person_adopts(changed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert "a newer version waits to be used" in web.get("/themes/").text
    page = web.get("/themes/codebook-change").text
    assert "0 of 3 texts are read" in page
    assert "Use version" not in page
    assert try_it(changed) == 1
    page = web.get("/themes/codebook-change").text
    assert "Car wash" in page
    assert f">{CASE}</a>" in page
    assert OTHER not in page
    version = changed.look(available_codebook).version
    answer = web.post("/themes/codebook-change", data={"csrf_token": csrf_in(page), "version": version})
    assert "The new codebook is in use" in answer.text
    assert "1 gained, 0 lost" in answer.text
    changed.read_texts()
    assert changed.look(lambda tx: themes_of(tx, CASE))["local_1"].status == "proposed"


def test_it_cannot_be_adopted_before_every_text_was_tried_nor_under_another_name(changed: Theming) -> None:
    version = changed.look(available_codebook).version
    with pytest.raises(Conflict, match="still being tried"):
        changed.act("cdr-manager", adopt_codebook, version=version)
    try_it(changed)
    changed.tell(material(OTHER, text="A newer text.", version=2))
    with pytest.raises(Conflict, match="still being tried"):
        changed.act("cdr-manager", adopt_codebook, version=version)
    with pytest.raises(Conflict, match="look at the page again"):
        changed.act("cdr-manager", adopt_codebook, version="2031.1")
    with pytest.raises(NotPermitted):
        changed.act("auditor", adopt_codebook, version=version)


def test_what_people_decided_never_moves(changed: Theming) -> None:
    changed.act("cdr-manager", reject_theme, case=OTHER, theme="asthma")
    without = {"label": "Asthma of ours", "group": "local", "definition": "x.", "patterns": ["acute severe"]}
    changed.act("cdr-manager", make_local_theme, **without)
    try_it(changed)
    changed.act("cdr-manager", adopt_codebook, version=changed.look(available_codebook).version)
    changed.read_texts()
    standing = changed.look(lambda tx: themes_of(tx, OTHER))
    assert standing["asthma"].status == "rejected"
    assert standing["local_2"].status == "proposed"


def test_texts_are_read_with_the_adopted_version_though_its_files_have_gone_on(theming: Theming) -> None:
    """As after an update of the product: what is in use is older than what is shipped."""
    theming.tell(notified(), material(text="She died of acute severe asthma."))
    theming.read_texts()
    theme = {"id": "asthma", "label": "Asthma", "group": "acute", "definition": "x.", "about": []}
    theme["rules"] = [{"id": "named", "patterns": ["old word"]}]
    contents = {"version": "2025.1", "groups": [["acute", "Acute illness"]], "themes": [theme]}
    by = {"adopted_by": "system", "adopted_by_name": "The system", "adopted_at": theming.at}
    theming.act(
        SYSTEM,
        lambda tx: tx.session.execute(
            codebook_adoption.insert().values(version="2025.1", contents=contents, moves={}, **by)
        ),
    )
    theming.read_texts()
    assert theming.look(lambda tx: themes_of(tx, CASE))["asthma"].status == "lapsed"
    assert list(theming.look(codebook_in_use).themes) == ["asthma"]
    theming.tell(notified(OTHER), material(OTHER, text="An old word for it."))
    theming.read_texts()
    assert theming.look(lambda tx: themes_of(tx, OTHER))["asthma"].status == "proposed"
    try_it(theming)
    change = theming.look(change_of_codebook)
    assert {(move.case, move.theme, move.gained) for move in change.moves} == {
        (CASE, "asthma", True),
        (OTHER, "asthma", False),
    }
    theming.act("cdr-manager", adopt_codebook, version=change.next)
    theming.read_texts()
    assert theming.look(lambda tx: themes_of(tx, CASE))["asthma"].status == "proposed"


def test_nobody_else_sees_the_change(changed: Theming, web: TestClient) -> None:
    enter(web, "panel-member")
    assert web.get("/themes/codebook-change").status_code == 403


def test_a_theme_that_most_cases_would_gain_is_said_to_tell_little(theming: Theming, web: TestClient) -> None:
    for number in range(12):
        case = f"LLR-2026-02{number:02}"
        said = (
            "He was caught by the dryer of a car wash." if number < 10 else "She died of acute severe asthma."
        )
        theming.tell(notified(case), material(case, text=said))
    theming.read_texts()
    theming.act("cdr-manager", make_local_theme, **THEME)
    try_it(theming)
    enter(web, "cdr-manager")
    assert "“Car wash” would be proposed in 10 of 12 cases" in web.get("/themes/codebook-change").text


def test_a_theme_that_few_of_many_cases_would_gain_is_not_too_wide() -> None:
    change = CodebookChange("1", "2", 0, 0, tuple(Move(f"A{n}", "local_1", True, "") for n in range(10)))
    assert change.too_wide(50) == {"local_1": 10}
    assert change.too_wide(51) == {}


def test_no_case_is_said_to_lose_a_theme_before_its_texts_were_tried(changed: Theming) -> None:
    change = changed.look(change_of_codebook)
    assert change
    assert (change.read, change.texts) == (0, 3)
    assert change.moves == ()
