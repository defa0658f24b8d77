"""Where sentences begin and end in evened-out text: full stops, question marks and line ends, not
abbreviations.
"""

import re

ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|no|vs|approx|hrs?|wks?|mths?|yrs?|e\.g|i\.e|eg|ie|etc|cf|resp|min|dept|nos|ref)|\b[a-z])$"
)
END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|\n+|(?<=[a-z])[.](?=[a-z]{3})")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without blank ones; a question mark that awaits its answer does not
    end one.
    """
    found, start = [], 0
    for match in END.finditer(text):
        if _goes_on(text, match):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return [trimmed for trimmed in (_trim(text, *span) for span in found) if trimmed[0] < trimmed[1]]


def _goes_on(text: str, match: re.Match[str]) -> bool:
    if match[0].startswith("."):
        return bool(ABBREVIATION.search(text, max(0, match.start() - 8), match.start()))
    if match[0].startswith("?"):
        return bool(ANSWER_FOLLOWS.match(text, match.end()))
    return False


ANSWER_FOLLOWS = re.compile(
    r"[ ]*(?:(?:y|yes|n|no|n/k|nk|nil|none|not known|unknown|not asked)\b[ ]*(?:[./,;\n]|$)|y ?/ ?n|[_\[☐])"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
