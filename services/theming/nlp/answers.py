"""Form headings and their answers: "Consanguinity: N/K", "Co-sleeping? Y / N", "Smoking: yes"."""

import re

from services.theming.domain.assertions import Assertion

#: Up to five more words of the heading, none of them a verb of a running sentence.
WORDS_BETWEEN = (
    r"(?:[ ,/]*(?!(?:was|were|is|are|had|has|have|did|died|said|and then|because|when|after|but)\b)[a-z'/]+){0,5}"
)
HEADING_END = re.compile(r"[)\]]?" + WORDS_BETWEEN + r"[ ]*(?:\([^)\n]{0,40}\))?[ ]*(?:[:=?|]|\.{3,}|_{2,}| - )+[ ]*\(?")
ANSWERS = [
    (Assertion.UNANSWERED, r"(?:y(?:es)? ?[/|] ?no?|no? ?[/|] ?y(?:es)?)\b(?: ?[/|] ?(?:n/?k|not known|unknown))?"),
    (Assertion.UNANSWERED, r"(?:\[ ?\]|☐|_{2,}|\.{3,}) ?(?:y|n|yes|no)?\b"),
    (Assertion.UNANSWERED, r"(?:n/?k|n/?a|tbc|tba|unk|u/k|\?+|not (?:yet )?(?:known|recorded|asked|documented|stated|established|"
     r"discussed|completed|answered|available|given|provided|applicable|assessed|explored)|unknown|unclear|(?:left )?(?:blank|empty)|to be confirmed|"
     r"awaited|awaiting|pending|no information|nothing recorded|no data|unanswered|information not|declined to (?:say|answer))"
     r"(?!\w)"),
    (Assertion.NEGATED, r"(?:no|n|nil|none|neither|never|denied|denies|negative|absent|false|0|x|(?:no|nil|none|not) (?:present|identified|"
     r"seen|found|reported|suspected|a concern|evident|concerns?|issues?|known|evidence|history|disclosed|noted|use|risks?))"
     r"(?=[ ]*(?:$|[.,;:)\n]|by\b|in\b|at\b|to\b|or\b|and\b|reported\b|raised\b|noted\b|identified\b|known\b|recorded\b|-|concerns?\b))"),
    (Assertion.HISTORICAL, r"(?:previous(?:ly)?|historic(?:al)?|past|stopped|ex)(?!\w)"),
    (Assertion.AFFIRMED, r"(?:yes|y|present|confirmed|positive|true|current|\+ve)(?!\w)"),
]
COMPILED = [(assertion, re.compile(pattern)) for assertion, pattern in ANSWERS]
BLANK = re.compile(r"[ ]*(?:\n|$|;|,)|[ ]*(?:[a-z]+ ?){1,4}[:?]")
NOT_A_HEADING = re.compile(r"\b(?:was|were|is|are|had|has|said|found|died|gave|the cause)\b")
HEADING_START = re.compile(r"[.;\n|:?,]")
MOST_WORDS_BEFORE = 5


def answer(text: str, start: int, end: int) -> Assertion | None:
    """What the answer after a heading that is `text[start:end]` says; None when this is no answered heading."""
    heading = HEADING_END.match(text, end)
    if not heading or NOT_A_HEADING.search(text, start, end):
        return None
    for assertion, pattern in COMPILED:
        if pattern.match(text, heading.end()):
            return assertion
    begin = max((match.end() for match in HEADING_START.finditer(text, max(0, start - 80), start)), default=max(0, start - 80))
    before = text[begin:start]
    if len(before.split()) > MOST_WORDS_BEFORE or NOT_A_HEADING.search(before):
        return None
    return Assertion.UNANSWERED if BLANK.match(text, heading.end()) or heading.end() >= len(text) else None
