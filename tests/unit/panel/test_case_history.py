"""The history of a case is told in sentences of what was done, never by what the program calls it."""

import re
from pathlib import Path

from services.panel.domain.cases.case_history import CHANGES, TOLD_ELSEWHERE, change_in_words

ACTIONS = Path(__file__).parents[3] / "services" / "panel" / "actions"
_AUDITED = re.compile(r'tx\.audit\(\s*"(\w+)",[^)]*?case=[^)]*?\)', re.DOTALL)


def test_every_change_of_a_case_is_told_in_words_of_its_own() -> None:
    written = {
        found[1]
        for file in ACTIONS.rglob("*.py")
        for found in _AUDITED.finditer(file.read_text())
        if "reading=True" not in found[0]
    }
    assert len(written) > 40
    assert written - TOLD_ELSEWHERE - CHANGES.keys() == set()


def test_a_kept_text_is_told_as_what_happened() -> None:
    assert change_in_words("keep_text").startswith("A text kept beside the analysis")
    assert change_in_words("settle_text") == "A text kept beside the analysis put into it, or left out"
