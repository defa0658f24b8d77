# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Days told by a feast, a birthday or a term: "the Sunday after Eid", "her third birthday", "Boxing Day"."""

import re
from collections.abc import Iterable, Iterator, Mapping

from .ordinals import ORDINAL, number_of
from .reading import Word, fold
from .replacing import Span
from .signs import COMMON_OPENINGS, zones
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
_PART_WITH_MONTH = re.compile(
    rf"\b(?:(?:the\s)?(?:early|mid|middle of|late|end of|start of|beginning of|first week of|last week of|week of)[\s-]+(?:in\s)?{_MONTH}\b(?:\s(?:19|20)\d\d)?"
    rf"|{_MONTH}\s?(?:-|to|and|/|until)\s?{_MONTH},?\s(?:19|20)\d\d|{_MONTH}\s(?:half[\s-]?term|term)\b(?:\s(?:19|20)\d\d)?)\b"
)
_SEASON = re.compile(
    r"(?:spring|summer|autumn|winter|easter|christmas|whitsun)(?:\s(?:half[\s-]?term|term)\b(?:\s(?:19|20)\d\d)?"
    r"|(?:\s(?:holidays?|break))?(?:\sof)?\s(?:(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?|'\d\d))\b"
)
_WEEK = re.compile(
    r"\b(?:w/c|w/e|wk|week\s(?:commencing|ending|beginning))\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?(?:\s?[/.]\s?\d{1,2})?\b"
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

    def near(kind: str, before: int, after: int) -> Iterator[tuple[int, int]]:
        return zones(((words[at].start, words[at].end) for at in signs[kind]), folded, before, after)

    yield from _dates((_PART_WITH_MONTH,), folded, near("month", 26, 26))
    yield from _dates((_SPOKEN,), folded, near("ordinal", 20, 60))
    for kind, form in (("season", _SEASON), ("week", _WEEK)):
        for at in signs[kind]:
            if found := form.match(folded, words[at].start):
                yield Span(*found.span(), "date", "[date]")
    yield from _feasts(folded, near("feast", 40, 40))
    yield from _feasts(folded, zones(_common_days(folded), folded, 40, 40))
    for start, end in near("birthday", 50, 20):
        yield from (_birthday(found) for found in _BIRTHDAY.finditer(folded, start, end))
    yield from _dates((_TERM,), folded, near("term", 50, 12))


def _dates(
    forms: Iterable[re.Pattern[str]], folded: str, stretches: Iterable[tuple[int, int]]
) -> Iterator[Span]:
    for start, end in stretches:
        for form in forms:
            yield from (Span(*found.span(), "date", "[date]") for found in form.finditer(folded, start, end))


def _feasts(folded: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Span]:
    for start, end in stretches:
        yield from _dates((_RELATIVE, _DAY, _FEAST_OF_A_YEAR), folded, ((start, end),))
        for found in _FEAST.finditer(folded, start, end):
            yield Span(*found.span("feast"), "date", "[date]")


def _common_days(folded: str) -> Iterable[tuple[int, int]]:
    """Where "new year" and other names of days stand that begin with a frequent word, in order."""
    found = []
    for name in _COMMON_DAYS:
        at = folded.find(name)
        while at >= 0:
            found.append((at, at + len(name)))
            at = folded.find(name, at + len(name))
    return sorted(found)


_COMMON_DAYS = tuple(
    dict.fromkeys(
        name for name in map(fold, (*FEASTS, *NAMED_DAYS)) if re.split(r"[^a-z]", name)[0] in COMMON_OPENINGS
    )
)


def _birthday(found: re.Match[str]) -> Span:
    """ "Her third birthday" is the day of turning 3."""
    turned = found["number"] or (str(number_of(found["ordinal"])) if found["ordinal"] else "")
    return Span(*found.span(), "date", f"the day of turning {turned}" if turned else "[date]")
