"""Themes of many texts: JSON lines in, JSON lines out.

In: `{"id": ..., "text": "..."}`. Out: `{"id": ..., "themes": [{"theme", "assertion", "evidence":
[{"start", "end", "text"}]}]}`,
offsets in characters of the given text. There is one entry for each theme and assertion; affirmed ones,
which alone
count for a case, come first, so that "no co-sleeping" is seen to have been read as negated. A line that
cannot be themed
gives `{"id": ..., "themes": [], "error": "..."}` and the run goes on; blank lines are passed over.
"""

import json
import re
from collections.abc import Iterable, Iterator

from services.theming.domain.themes.theme_proposal import ThemeProposal
from services.theming.nlp.themer import load_themer

# JSON can name half of a character alone, which is no text; one mark for each keeps the offsets.
_HALVES = re.compile("[\ud800-\udfff]")


def theme_lines(lines: Iterable[str]) -> Iterator[str]:
    """One line of JSON for each line of JSON that is not blank, in the same order."""
    return (json.dumps(_answer(line)) for line in lines if line.strip())


def _answer(line: str) -> dict[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return _refused(None, "This line is not JSON.")
    if not isinstance(given, dict):
        return _refused(None, "This line is not a JSON object with an id and a text.")
    text = given.get("text")
    if not isinstance(text, str):
        return _refused(given.get("id"), "There is no text." if text is None else "The text is not a string.")
    whole = _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)
    return {"id": given.get("id"), "themes": [_entry(one) for one in load_themer().propose(whole).proposals]}


def _refused(given_id: object, because: str) -> dict[str, object]:
    return {"id": given_id, "themes": [], "error": because}


def _entry(proposal: ThemeProposal) -> dict[str, object]:
    evidence = [{"start": one.start, "end": one.end, "text": one.text} for one in proposal.evidence]
    return {"theme": proposal.theme, "assertion": proposal.assertion.value, "evidence": evidence}
