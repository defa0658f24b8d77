"""Form headings and their answers: "Consanguinity: N/K", "Co-sleeping? Y / N", "Smoking: yes"."""

import re
from typing import Any

from services.theming.domain.assertions import Assertion
from services.theming.nlp.rules import read

DATA: dict[str, Any] = read("answers.toml")
LONGEST_HEADING = 80


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{box}", DATA["box"]).replace("{tick}", DATA["tick"]), re.VERBOSE)


HEADING_START, HEADING_END = _compiled(DATA["heading_start"]), _compiled(DATA["heading_end"])
BLANK, RUNNING_SENTENCE = _compiled(DATA["blank"]), _compiled(DATA["running_sentence"])
ANSWERS = [(Assertion(row["says"]), _compiled(f"(?:{row['pattern']})")) for row in DATA["answers"]]


def answer(text: str, start: int, end: int) -> Assertion | None:
    """What the answer after a heading that is `text[start:end]` says; None when this is no answered
    heading.
    """
    heading = HEADING_END.match(text, end)
    if not heading or RUNNING_SENTENCE.search(text, start, end):
        return None
    for says, pattern in ANSWERS:
        if pattern.match(text, heading.end()):
            return says
    left_open = BLANK.match(text, heading.end()) or heading.end() >= len(text)
    return Assertion.UNANSWERED if left_open and _starts_a_line(text, start) else None


def _starts_a_line(text: str, start: int) -> bool:
    """Whether few words, and no verb, stand between the last punctuation and the mention."""
    earliest = max(0, start - LONGEST_HEADING)
    begin = max((match.end() for match in HEADING_START.finditer(text, earliest, start)), default=earliest)
    few = len(text[begin:start].split()) <= DATA["most_words_before"]
    return few and not RUNNING_SENTENCE.search(text, begin, start)
