"""What somebody writes is not longer than the pages that show it can bear, and is not lost for being so."""

from collections.abc import Callable

import pytest

from services.panel.app import SERVICE
from services.panel.domain.free_texts import LONGER_TEXTS, LONGEST_TEXT
from services.panel.queries.meetings import interests_for_the_record
from tests.integration.panel.conftest import CASE, Browser, Panel

SIGN_IN = Callable[[str], Browser]
PATH = f"/cases/{CASE}/interest"


@pytest.fixture
def listed(panel: Panel) -> str:
    panel.notified()
    return panel.on_agenda()


def declared(panel: Panel) -> list[str]:
    return [one.reason for one in panel.reading("cdr-manager", interests_for_the_record)]


def test_a_reason_of_more_than_500_characters_comes_back_to_be_shortened(
    panel: Panel, listed: str, sign_in: SIGN_IN
) -> None:
    answer = sign_in("panel-member").post(PATH, PATH, {"reason": "y" * 600})
    assert answer.status_code == 422
    assert "Shorten the reason to 500 characters" in answer.text
    assert "y" * 600 in answer.text
    assert declared(panel) == []


def test_no_text_of_any_form_is_longer_than_the_panel_keeps_and_the_rest_of_the_form_stays(
    panel: Panel, listed: str, sign_in: SIGN_IN
) -> None:
    member = sign_in("panel-member")
    answer = member.post(PATH, PATH, {"reason": "y" * 50_000, "beside": "kept"})
    assert answer.status_code == 422
    assert "Some of what you wrote is too long" in answer.text
    assert "Reason: shorten this to 5,000 characters" in answer.text
    assert '<input type="hidden" name="beside" value="kept">' in answer.text
    assert answer.text.count('name="reason"') == 1
    assert declared(panel) == []
    assert member.post(PATH, PATH, {"reason": "I treated the child"}).status_code == 200
    assert declared(panel) == ["I treated the child"]


def test_a_summary_may_be_longer_than_a_reason() -> None:
    assert (SERVICE.longest_text, SERVICE.longer_texts) == (LONGEST_TEXT, LONGER_TEXTS)
    assert LONGER_TEXTS["summary"] > LONGEST_TEXT


def test_a_long_word_in_a_list_can_be_broken(panel: Panel, listed: str, sign_in: SIGN_IN) -> None:
    """Else it widens the table, and what can be done about the row is far off the screen."""
    sign_in("panel-member").post(PATH, PATH, {"reason": "y" * 400})
    page = sign_in("cdr-manager").get("/interests").text
    assert "y" * 31 not in page
    assert "<wbr>".join(["y" * 30] * 13) in page
