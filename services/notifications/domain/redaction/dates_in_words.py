# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Days told by a feast, a birthday or a term: "the Sunday after Eid", "her third birthday", "Boxing Day"."""

import re
from collections.abc import Iterator, Mapping

from .ordinals import ORDINAL, number_of
from .reading import Word, fold
from .replacing import Span
from .short_dates import days_alone
from .signs import zones
from .words import FEASTS, NAMED_DAYS

_TIME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|night|eve|morning|evening|afternoon|week|weekend|month|last day|first day|end|start"
_COUNTED = (
    r"(?:(?:one|two|three|four|five|six|seven|a|\d{1,2}|a few)\s+(?:days?|weeks?|nights?)|(?:the|a)\s+(?:(?:first|second|third|fourth|last|next)\s+)?(?:"
    + _TIME
    + r")|(?:"
    + _TIME
    + r"))"
)
_RELATION = r"(?:before|after|of|following|preceding|prior to|in)"


def _names(names: tuple[str, ...]) -> str:
    escaped = (
        re.escape(fold(name)).replace(r"\ ", r"\s+").replace("'", "'?")
        for name in sorted(names, key=len, reverse=True)
    )
    return "(?:" + "|".join(escaped) + ")"


_NAMED = rf"(?:{_names(NAMED_DAYS)}|{_names(FEASTS)})\b"
_OF_A_YEAR = r"(?:,?\s+(?:of\s+)?(?:(?:19|20)\d\d|'\d\d))?"
_RELATIVE = re.compile(rf"\b{_COUNTED}\s+{_RELATION}\s+(?:the\s+)?{_NAMED}{_OF_A_YEAR}")
_DAY = re.compile(rf"\b{_names(NAMED_DAYS)}\b{_OF_A_YEAR}")
_OF_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_FEAST = re.compile(
    rf"\b(?:on|at|over|during|since|before|after|until|till|by|around|about|last|this|next|of|for|from|in|between|and|closed|was|is)\s+(?:the\s+)?(?P<feast>(?:(?:choti|chhoti|badi|bari|big|little|orthodox|russian|coptic|greek|julian|first|last)\s)?{_names(FEASTS)}(?:\s(?:night|morning|evening|day|eve|time|weekend|week|{_OF_WEEKDAY}))?)\b"
    r"(?!\s+(?:holidays?|tree|presents?|card|cards|party|dinner|lunch|decorations|lights|eggs?|term|break))"
)
_FEAST_OF_A_YEAR = re.compile(rf"\b{_names(FEASTS)}\s+(?:of\s+)?(?:(?:19|20)\d\d\b|'\d\d\b)")
_BIRTHDAY = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|a|\d{1,2}|a few)\s+(?:days?|weeks?|nights?)\s+(?:before|after)\s+|the\s+(?:day|week|night|weekend|morning)\s+(?:before|after|of)\s+)?"
    r"(?P<whose>(?:his|her|their|my|our|the|your|[^\W\d_]+'?s)(?:\s+[^\W\d_]+'s)?)\s+"
    rf"(?:(?P<ordinal>{ORDINAL})|(?P<number>\d{{1,2}})(?:st|nd|rd|th))?\s*birthday\b(?!\s+(?:party|cakes?|cards?|presents?|gifts?|meal))"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
# A time that a month, a season or a school year pins down: "late February", "Jan-Mar 2025", "autumn 2025", "2024/25".
_PART_OF_A_YEAR = re.compile(
    rf"\b(?:(?:the\s)?(?:early|mid|middle of|late|end of|start of|beginning of|first week of|last week of|week of)[\s-]+(?:in\s)?{_MONTH}\b(?:\s(?:19|20)\d\d)?"
    rf"|{_MONTH}\s?(?:-|to|and|/|until)\s?{_MONTH},?\s(?:19|20)\d\d"
    rf"|(?:{_MONTH}|spring|summer|autumn|winter|easter|christmas|whitsun)\s(?:half[\s-]?term|term)\b(?:\s(?:19|20)\d\d)?"
    r"|(?:spring|summer|autumn|winter|easter|christmas)(?:\s(?:holidays?|break))?(?:\sof)?\s(?:(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?|'\d\d)"
    r"|(?:w/c|w/e|wk|week\s(?:commencing|ending|beginning))\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?(?:\s?[/.]\s?\d{1,2})?)\b"
    r"|(?<![\d/-])20[012]\d[/-][0-3]\d(?![\d/-])"
)
# "The tenth of the tenth twenty-two".
_SPOKEN = re.compile(
    rf"\b(?:{ORDINAL})\s+(?:of\s+)?(?:the\s+)?(?:{ORDINAL})(?=\W)(?:,?\s+(?:of\s+)?(?:twenty|nineteen|two\s+thousand|oh)(?:\s+and)?(?:[\s-](?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|hundred)){{0,3}})?\b"
)
_TERM = re.compile(
    rf"\b(?:the\s+)?(?:{_TIME})\s+(?:before|after|of|in)\s+(?:the\s+)?half[\s-]term\b|\b(?:at|over|since|until|till|during|by|before|after)\s+half[\s-]term\b|"
    r"\b(?:(?:first|last)\s+(?:day|week)\s+(?:back\s+)?(?:of|in)\s+(?:the\s+)?)(?:(?:spring|summer|autumn|winter|lent|michaelmas|new|school)\s+)?(?:half[\s-])?term\b"
    r"|\b(?:spring|summer|autumn|winter|lent|michaelmas)\s+(?:half[\s-])?term\s+(?:of\s+)?(?:19|20)\d\d\b"
)


def feasts_in(folded: str, words: list[Word], signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of days that have a name."""
    yield from days_alone(folded)
    for found in _SPOKEN.finditer(folded):
        yield Span(*found.span(), "date", "[date]")
    for found in _PART_OF_A_YEAR.finditer(folded):
        yield Span(*found.span(), "date", "[date]")
    for start, end in zones(((words[at].start, words[at].end) for at in signs["feast"]), folded, 40, 40):
        for expression in (_RELATIVE, _DAY, _FEAST_OF_A_YEAR):
            yield from (
                Span(*found.span(), "date", "[date]") for found in expression.finditer(folded, start, end)
            )
        for found in _FEAST.finditer(folded, start, end):
            yield Span(*found.span("feast"), "date", "[date]")
    for start, end in zones(((words[at].start, words[at].end) for at in signs["birthday"]), folded, 50, 20):
        yield from (_birthday(found) for found in _BIRTHDAY.finditer(folded, start, end))
    for start, end in zones(((words[at].start, words[at].end) for at in signs["term"]), folded, 50, 12):
        yield from (Span(*found.span(), "date", "[date]") for found in _TERM.finditer(folded, start, end))


def _birthday(found: re.Match[str]) -> Span:
    """ "Her third birthday" is the day of turning 3."""
    turned = found["number"] or (str(number_of(found["ordinal"])) if found["ordinal"] else "")
    return Span(*found.span(), "date", f"the day of turning {turned}" if turned else "[date]")
