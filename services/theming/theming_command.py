"""Themes of many texts: JSON lines in, JSON lines out.

In: `{"id": ..., "text": "..."}`. Out: `{"id": ..., "themes": [{"theme", "assertion", "evidence":
[{"start", "end", "text"}]}]}`,
offsets in characters of the given text. There is one entry for each theme and assertion; affirmed ones,
which alone
count for a case, come first, so that "no co-sleeping" is seen to have been read as negated. A line that
cannot be themed
gives `{"id": ..., "error": "..."}` and the run goes on; blank lines are passed over.
"""

import json
from collections.abc import Iterable, Iterator

from services.theming.domain.theme_proposal import ThemeProposal
from services.theming.nlp.themer import load_themer


def theme_lines(lines: Iterable[str]) -> Iterator[str]:
    """One line of JSON for each line of JSON that is not blank, in the same order."""
    return (json.dumps(_answer(line)) for line in lines if line.strip())


def _answer(line: str) -> dict[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "This line is not JSON."}
    if not isinstance(given, dict):
        return {"id": None, "error": "This line is not a JSON object with an id and a text."}
    text = given.get("text")
    if not isinstance(text, str):
        said = "There is no text." if text is None else "The text is not a string."
        return {"id": given.get("id"), "error": said}
    return {"id": given.get("id"), "themes": [_entry(one) for one in load_themer().propose(text).proposals]}


def _entry(proposal: ThemeProposal) -> dict[str, object]:
    evidence = [{"start": one.start, "end": one.end, "text": one.text} for one in proposal.evidence]
    return {"theme": proposal.theme, "assertion": proposal.assertion.value, "evidence": evidence}
