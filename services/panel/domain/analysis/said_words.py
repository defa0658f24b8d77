"""Whether a text says that something was there: "no sepsis" and "family history of asthma" do not."""

import re
from functools import cache

# Before the word, with at most three words between and no clause begun anew: it was not there.
_ABSENT = r"no|without|neither|nor|denied|excluded|negative for|ruled out|absence of|rather than"
# Directly before it: "not due to sepsis", but "not responding to treatment for leukaemia" says it was there.
_NOT_OF = (
    r"not|not a case of|not an?|not due to|not caused by|not from|not thought to be|not consistent with|non-"
    r"|unlikely to be|instead of"
)
# It belongs to somebody or something else.
_NOT_OF_THE_CHILD = (
    r"family history of|mother's|father's|brother's|sister's|parental|maternal|screened for"
    r"|advice (?:on|about)|risk of|at risk of|vaccinated against"
)
_WORD = r"(?:\s+(?!but\b|except\b|apart\b|other\b|followed\b|then\b)[\w'-]+)"
_BEFORE = re.compile(
    rf"(?:\b(?:{_ABSENT})(?:{_WORD}{{0,3}}|{_WORD}{{0,6}},?\s+n?or)\s+"
    rf"|\b(?:{_NOT_OF})\s*|\b(?:{_NOT_OF_THE_CHILD})\s+)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:(?:has|have|had)\s+been\s+|(?:was|were|is)\s+)?"
    r"(?:excluded|ruled out|not found|not present|not seen|unlikely)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:()\n]|, (?!or\b|and\b)|\bbut\b|\bhowever\b|\balthough\b")
_LONGEST = 80  # Characters before a word in which it can be denied.


def says(text: str, word: str) -> bool:
    """Whether ``word`` is said of the child in ``text`` and not denied; ``*`` ends a word stem."""
    return any(not _denied(text, found) for found in _pattern(word).finditer(text))


def first_said(text: str, words: tuple[str, ...]) -> str | None:
    """The first of ``words`` that the text says, or None."""
    return next((word for word in words if says(text, word)), None)


def _denied(text: str, found: re.Match[str]) -> bool:
    before = _CLAUSE.split(text[max(0, found.start() - _LONGEST) : found.start()])[-1]
    return bool(_BEFORE.search(before) or _AFTER.match(text[found.end() :]))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    end = r"\w*" if word.endswith("*") else ""
    return re.compile(rf"(?<!\w){stem}{end}(?!\w)", re.IGNORECASE)
