"""Where sentences begin and end in evened-out text: full stops, question marks and line ends, not
abbreviations.
"""

import re
from collections.abc import Sequence

from services.theming.nlp.forms import Field

ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|approx|hrs?|wks?|mths?|yrs?|e\.g|i\.e|eg|ie|etc|cf|resp|min|dept|nos|ref)|[.][a-z]|\be)$"
)
#: Full stops and the like with what closes after them, line ends, a full stop between two words. It begins
#: with one set of characters: those are found quickly.
END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<=[.!?])[.!?]*[\"')\]]*(?=\s|$)|(?<=[a-z][.])(?=[a-z]{3}))")


def sentences(text: str, form: Sequence[Field] = ()) -> list[tuple[int, int]]:
    """Start and end of each sentence, without blank ones; a field of a form with its answer is one."""
    ends = [match.end() for match in END.finditer(text) if not _goes_on(text, match)]
    answered = [field for field in form if field.says]
    if answered:
        inside = {end for field in answered for end in ends if field.start < end < field.end}
        starts = [field.start for field in answered] + [field.end for field in answered]
        ends = sorted((set(ends) - inside) | set(starts))
    found, start = [], 0
    for end in ends:
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return [trimmed for trimmed in (_trim(text, *span) for span in found) if trimmed[0] < trimmed[1]]


def _goes_on(text: str, match: re.Match[str]) -> bool:
    if match[0].startswith("."):
        return bool(ABBREVIATION.search(text, max(0, match.start() - 8), match.start()))
    return False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
