# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Days told by a feast, a birthday or a term: "the Sunday after Eid", "her third birthday", "Boxing Day"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .feast_spellings import misspelt_feasts
from .ordinals import ORDINAL, number_of
from .reading import Words, fold
from .replacing import Span
from .stretches import zones
from .surroundings import no_capitals
from .words import FEASTS, NAMED_DAYS

_TIME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|night|eve|morning|evening|afternoon|week|weekend|month|last day|first day|end|start"
_OF_A_YEAR = r"(?:,?\s+(?:of\s+)?(?:(?:19|20)\d\d|'\d\d|\d\d(?=\s?(?:[|,;.)\n]|$))))?"
_PART_OF_IT = (
    r"(?:\s(?:night|morning|evening|day|eve|time|weekend|week|(?:mon|tues|wednes|thurs|fri|satur|sun)day))?"
)


def _by_opening(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """One expression for all names of days that begin with the same word, longest first."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in map(fold, names):
        found[re.findall(r"[^\W\d_]+", name)[0]].add(name)
    return {first: re.compile(rf"{_names(forms)}(?!\w)") for first, forms in found.items()}


def _names(names: Iterable[str]) -> str:
    escaped = (
        re.escape(name).replace(r"\ ", r"[\s-]+").replace("'", "'?")
        for name in sorted(names, key=len, reverse=True)
    )
    return "(?:" + "|".join(escaped) + ")"


def _seconds(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """By the first word of these names the words that may be second, where none is a name by itself. Where
    one has a mark or a short word after the first, which may be joined to it, the first word is left out.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name in map(fold, names):
        first, *others = re.split(r"[\s-]+", name)
        found[re.findall(r"[^\W\d_]+", name)[0]].add(others[0] if others and first.isalpha() else "")
    return {
        first: frozenset(seconds)
        for first, seconds in found.items()
        if all(second.isalpha() for second in seconds)
    }


_SECONDS = _seconds((*NAMED_DAYS, *FEASTS))
_DAYS = _by_opening(NAMED_DAYS)
_FEASTS = _by_opening(FEASTS)
_LEAD = re.compile(
    r"\b(?:on|at|over|during|since|before|after|until|till|by|around|about|last|this|next|of|for|from|in|between|and|closed|was|is|following|preceding|to|into)\s+(?:the\s+)?"
    r"(?P<which>(?:choti|chhoti|badi|bari|big|little|orthodox|russian|coptic|greek|julian|first|last)\s)?$"
)
_NO_FEAST_AFTER = re.compile(
    r"\s+(?:holidays?|tree|presents?|card|cards|party|dinner|lunch|decorations|lights|eggs?|term|break)\b"
)
_PART = re.compile(_PART_OF_IT + _OF_A_YEAR)
_DAY_ENDINGS = ("day", "eve", "night", "monday", "friday", "sunday", "morning")
_A_YEAR = re.compile(r"\s+(?:of\s+)?(?:(?:19|20)\d\d\b|'\d\d\b|\d\d(?=\s?(?:[|,;)\n]|$)))")
# "World Mental Health Day", wherever a word before it shows that a time is meant.
_CAPITAL_DAY = re.compile(
    r"\b(?:on|before|after|of|until|till|since|by|for|at|following)\s(?:the\s)?(?P<day>(?!(?:Every|Each|Next|Same|Good|Bad|Another|One|School|Snow|Sick|Study|Rest|Mr|Mrs|Ms|Miss|Dr)\b)"
    r"[A-Z][\w'\u2019]+(?:\s(?:of\s|the\s|for\s)?[A-Z][\w'\u2019]+){0,3}\sDay)$"
)
_NO_DAY = re.compile(
    r"\s(?:Nursery|Unit|Centre|Center|Care|Case|Hospital|Surgery|School|Ward|Service|Services|Room|Release|Patient|Camp|\d)"
)
_BIRTHDAY = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|a|\d{1,2}|a few)\s+(?:days?|weeks?|nights?)\s+(?:before|after)\s+|the\s+(?:day|week|night|weekend|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+(?:before|after|of|following)\s+)?"
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
    rf"\b(?:{ORDINAL})\s+(?:of\s+)?(?:the\s+)?(?:{ORDINAL})(?=\W)(?:,?\s+(?:of\s+)?(?:twenty|nineteen|eighteen|seventeen|sixteen|fifteen|fourteen|thirteen|twelve|eleven|ten|two\s+thousand|oh)\b(?:\s+and)?(?:[\s-](?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|hundred)){{0,3}})?\b"
)
_TERM_NAME = r"(?:spring|summer|autumn|winter|lent|michaelmas|trinity|hilary|easter|christmas|whitsun|may|october|february|school|new|first|second|third|final|last)"
_TERM = re.compile(
    rf"\b(?:the\s+)?(?:{_TIME})\s+(?:before|after|of|in)\s+(?:the\s+)?(?:{_TERM_NAME}\s+)?half[\s-]term\b"
    rf"|\b(?:at|over|since|until|till|during|by|before|after|from|of)\s+(?P<when>(?:the\s+)?(?:{_TERM_NAME}\s+)?half[\s-]term\b)"
    r"|\b(?:(?:first|second|third|fourth|last|final|back|opening|closing|1st|2nd|3rd|4th)\s+(?:end|day|days|week|weeks|fortnight|(?:mon|tues|wednes|thurs|fri)day|two\s+days|few\s+days|three\s+days)\s+(?:back\s+)?(?:of|in|into)\s+(?:the\s+)?|(?:start|end|beginning|middle)\s+of\s+(?:the\s+)?)"
    rf"(?:{_TERM_NAME}\s+)?(?:half[\s-])?term\b"
    r"|\b(?:spring|summer|autumn|winter|lent|michaelmas|trinity|hilary|whitsun)\s+(?:half[\s-])?term(?:\s+(?:w(?:ee)?k|wk)\s?\d{1,2})?\b(?:\s+(?:of\s+)?(?:19|20)\d\d\b)?"
)


def feasts_in(source: str, folded: str, words: Words, signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of days that have a name."""

    def near(kind: str, before: int, after: int) -> Iterator[tuple[int, int]]:
        return zones(((words[at].start, words[at].end) for at in signs[kind]), folded, before, after)

    yield from _dates((_PART_WITH_MONTH,), folded, near("month", 26, 26))
    yield from _dates((_SPOKEN,), folded, near("ordinal", 20, 60))
    for kind, form in (("season", _SEASON), ("week", _WEEK)):
        for at in signs[kind]:
            if found := form.match(folded, words[at].start):
                yield Span(*found.span(), "date", "[date]")
    yield from _feasts(source, folded, words, signs["feast"])
    for at in misspelt_feasts(words):
        yield _feast(folded, words[at].start, words[at].end)
    for start, end in near("birthday", 50, 20):
        yield from (_birthday(found) for found in _BIRTHDAY.finditer(folded, start, end))
    yield from _dates((_TERM,), folded, near("term", 50, 12))


def _dates(
    forms: Iterable[re.Pattern[str]], folded: str, stretches: Iterable[tuple[int, int]]
) -> Iterator[Span]:
    for start, end in stretches:
        for form in forms:
            for found in form.finditer(folded, start, end):
                group = "when" if found.groupdict().get("when") else 0
                yield Span(*found.span(group), "date", "[date]")


def _feasts(source: str, folded: str, words: Words, openings: Iterable[int]) -> Iterator[Span]:
    for at in openings:
        word = words[at]
        if (seconds := _SECONDS.get(word.text)) and (
            at + 1 == len(words) or words[at + 1].text not in seconds
        ):
            continue
        day, feast = _DAYS.get(word.text), _FEASTS.get(word.text)
        sure = day.match(folded, word.start) if day else None
        found = sure or (feast.match(folded, word.start) if feast else None)
        if not found:
            continue
        if sure and (word.shape != "lower" or found.group().endswith(_DAY_ENDINGS) or no_capitals(source)):
            yield _feast(folded, word.start, found.end())
            continue
        lead = _LEAD.search(folded, max(0, word.start - 30), word.start)
        if _A_YEAR.match(folded, found.end()) or (lead and not _NO_FEAST_AFTER.match(folded, found.end())):
            yield _feast(folded, lead.start("which") if lead and lead["which"] else word.start, found.end())


def _feast(folded: str, start: int, end: int) -> Span:
    """With the part of it that is meant, "Eid morning", and its year."""
    part = _PART.match(folded, end)
    return Span(start, part.end() if part else end, "date", "[date]")


def days_with_capitals(source: str) -> Iterator[Span]:
    """Spans of days that no table names: "on World Mental Health Day"."""
    at = source.find(" Day")
    while at >= 0:
        end = at + len(" Day")
        found = _CAPITAL_DAY.search(source, max(0, at - 60), end)
        if found and not source[end : end + 1].isalnum() and not _NO_DAY.match(source, end):
            yield Span(*found.span("day"), "date", "[date]")
        at = source.find(" Day", end)


def _birthday(found: re.Match[str]) -> Span:
    """ "Her third birthday" is the day of turning 3."""
    turned = found["number"] or (str(number_of(found["ordinal"])) if found["ordinal"] else "")
    return Span(*found.span(), "date", f"the day of turning {turned}" if turned else "[date]")
