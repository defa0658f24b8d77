# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""A day and a month without a year, which look like "3/7" (three days), "9/10" (a score) and "120/80"; and a day
alone: "27th".
"""

import re
from collections.abc import Iterator, Mapping

from .date_wording import WEEKDAY, day_of, day_span, likely_year
from .names import CaseDates
from .ordinals import ORDINAL
from .reading import Words
from .replacing import Span

_UNIT = r"\s*(?:mls?|l\b|litres?|mg|mmol|mcg|kg|g\b|cm|mm|degrees|c\b|%|days?|weeks?|months?|hours?|hrs|years?|yrs?|ago|dose|doses|puffs?|bpm|kpa|power|strength|murmur|systolic|old\b|hx\b|history|of\s(?!the\smonth))"
_SHORT = re.compile(
    rf"(?<![\d/.,+-])(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[/.])(?P<month>0?[1-9]|1[0-2])(?![\d/]|\.\d|{_UNIT})"
)
_WEEKDAYS = r"mon[a-z]*|tue[a-z]*|wed[a-z]*|thu[a-z]*|fri[a-z]*|sat(?:urday)?|sun(?:day)?"
_DATE_BEFORE = re.compile(
    r"(?:\d[:.]\d\d\s*(?:hrs?|am|pm|hours)?[,\s]+|\b(?:on|certified|dated|since|until|till|from|died|born|seen|between|by|due|edd|dob|dod|w/c|w/e|"
    r"visit(?:s|ed)?|reviewed|admitted|discharged|before|after|of|home|letters?|clinic|calls?|called|contact(?:s|ed)?|review|entry|appointments?|appt|"
    r"meeting|d/c|e-?mail(?:ed)?|notes?|missed|cancelled|dna|wnb|attended|rang|phoned|booked|planned|started|stopped|taken|sent|received|signed|"
    rf"completed|closed|opened|moved|next|last|rebooked|referred|seen again|{_WEEKDAYS})[,:]?\s+(?:the\s+)?)$"
)
_CERTAIN_BEFORE = re.compile(
    r"\b(?:on|dated|died|born|edd|dob|dod|w/c|w/e|home|visit(?:ed)?|letter|reviewed|appointment|appt|admitted|discharged|seen|d/c|"
    r"mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?[,:]?\s+(?:the\s+)?$"
)
_SENTENCE_BEFORE = re.compile(r"(?:^|\n|[.;|]\s)\s*$")
_TEXT_AFTER = re.compile(r"\s?[:|–-]\s|\s+[A-Z]")
_NO_DATE_BEFORE = re.compile(
    r"(?:apgars?|scores?|scored|vision|acuity|gcs|pain|bp|ratio|x|power|murmur|grade|visual|epds|phq|spoons?)\W{1,3}(?:[\d/.]+\s*(?:,|and|at)?\s*){0,3}$"
)
_TIME_AFTER = re.compile(r"\s+(?:at|@)?\s*\d{1,2}[:.]\d\d(?!\d|,\d)")
_JOINED = re.compile(r"\s*(?:and|to|until|or|-|,|&|\+)\s*")
_DURATIONS = frozenset({7, 10, 12})  # days in a week, points of a scale, months in a year
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)})

# What may follow a day that stands alone: the end of what is said, or how the sentence goes on. Never the noun
# that the ordinal counts.
_ENDS = (
    r"(?=\s*(?:$|[.,;:)|?!\n/&]|-\s)|\s+(?:full stop|comma|next|at|and|to|when|with|for|by|he|she|they|we|i|mum|dad|was|were|would|will|but|or|in|from|until|"
    r"after|before|as|because|we|then|so|on|inst|ult|prox|please|if|via|approx|around|about|\d{1,2}[:.]\d\d)\b)"
)
_DAY_ALONE = re.compile(
    r"(?P<day>(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b(?:\s(?:inst|ult|prox)\b\.?)?)(?!\s*(?:-\s?\d|and\s\d+(?:st|nd|rd|th)\s[a-z]))"
    + _ENDS
)
_LED = re.compile(
    r"\b(?:on|from|until|till|by|since|before|after|for|between|the|of|to|and|or|visit|visited|seen|reviewed|admitted|discharged|contact|clinic|"
    rf"review|call|called|rang|appointment|appt|home|w/c|w/e|due|dated|letter|meeting|{_WEEKDAYS})[,:]?\s+(?:the\s+)?$"
)
_COUNTS = re.compile(
    r"(?:centiles?|percentiles?|weight|length|height|ofc|\bhc\b|growth|head circumference|twins?|triplets?|child|born|birth order|"
    r"dose|imms|vaccin|attempt|offence)"
)
_NAMED_DAY = re.compile(
    rf"\bthe\s(?:first|second|third|fourth|last|next|following|previous|preceding)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s(?:in|of|after)\s(?:the\s)?\w+)?|"
    rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\s(?:week|fortnight)(?=\s*(?:$|[.,;:)\n]))|"
    rf"\b{WEEKDAY}(?:{ORDINAL})\b(?!\s[a-z]+day)|"
    rf"\b(?:{WEEKDAY}(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:[1-9]|[12]\d|3[01])(?=\s*(?:$|[.,;:)\n])))"
)
_PAUSE = re.compile(r"\s?(?:[.;)|\n]|$|full stop|comma)")
_WORD_BEFORE = re.compile(r"([a-z]+)\s$")
_COUNTERS = frozenset(
    [
        *("a", "an", "her", "his", "their", "my", "our", "its", "this", "that", "one", "grade", "year"),
        *("came", "was", "is", "were", "finished", "placed", "ranked"),
    ]
)
_ORDINAL_ALONE = re.compile(
    rf"\b(?:on|by|from|until|till|since|before|after|for|of|to)\s+the\s+(?P<day>(?!first|second|third)(?:{ORDINAL}))"
    + _ENDS
)


def short_dates(source: str, folded: str, start: int, end: int, dates: CaseDates) -> Iterator[Span]:
    """ "Seen 24/5 and 25/5": a day and a month, where they can be no duration, score or fraction; those that
    are joined to a date are dates too.
    """
    found = [one for one in _SHORT.finditer(folded, start, end + 16) if not _is_decimal(folded, one)]
    for one in found:
        if one.start() < end and _is_date(source, folded, one):
            yield _told(folded, one, dates)


def _is_decimal(folded: str, found: re.Match[str]) -> bool:
    """ "From 13.8 to 15.9"."""
    before = folded[max(0, found.start() - 30) : found.start()]
    return (
        found["mark"] == "."
        and not _CERTAIN_BEFORE.search(before)
        and not _is_dotted_date(folded, found, before)
    )


_BOUND_BEFORE = re.compile(r"(?:^|[,;|(\n]\s?|\s-\s)$")
_BOUND_AFTER = re.compile(r"\s?(?:[,;|)\n]|-\s|–|$|\.(?!\d)|:\s)")


def _is_dotted_date(folded: str, found: re.Match[str], before: str) -> bool:
    """ "Derby, 17.09 - awaited": two figures and two, between pauses, or with a day that is no hour."""
    if len(found["day"]) != 2 or len(found["month"]) != 2 or before[-1:] in {"£", "$", "€"}:
        return False
    bounded = _BOUND_BEFORE.search(before) and _BOUND_AFTER.match(folded, found.end())
    return bool(bounded) and (found["month"][0] == "0" or int(found["day"]) > 23)


_ALL_HOURS = re.compile(
    r"24/7(?=\s(?:a|on|care|access|cover|support|service|help|advice|nurs|obs|super|carers?))"
)


def _is_date(source: str, folded: str, found: re.Match[str]) -> bool:
    if _ALL_HOURS.match(folded, found.start()):
        return False
    before = folded[max(0, found.start() - 30) : found.start()]
    if _DATE_BEFORE.search(before) or _TIME_AFTER.match(folded, found.end()):
        return True
    if found["mark"] == ".":
        return _is_dotted_date(folded, found, before)
    if _NO_DATE_BEFORE.search(before):
        return False
    return (
        _must_be_date(found) or _begins_an_entry(source, found, before) or _is_joined(folded, found, before)
    )


def _must_be_date(found: re.Match[str]) -> bool:
    day, month = int(found["day"]), int(found["month"])
    if (day, month) == (24, 7):
        return False
    longest = {7: 21, 10: 10, 12: 24}  # as a duration, or of the points of a scale
    return day > month and day > longest.get(month, 0)


def _begins_an_entry(source: str, found: re.Match[str], before: str) -> bool:
    """ "4/4 Seen at home.", "6/5: rang": how an entry of a chronology opens."""
    day, month = int(found["day"]), int(found["month"])
    return (
        month not in _DURATIONS
        and (day, month) not in _FRACTIONS
        and _SENTENCE_BEFORE.search(before) is not None
        and _TEXT_AFTER.match(source, found.end()) is not None
    )


def _is_joined(folded: str, found: re.Match[str], before: str) -> bool:
    """ "4/6 and 16/7", after a word that a date follows or with one that must be a date."""
    other = _DATE_AND.search(before)
    if other:
        further = folded[: found.start()][: -(len(before) - other.start())][-30:]
        return bool(_DATE_BEFORE.search(further)) or int(other["day"]) > 12
    after = _AND_DATE.match(folded, found.end())
    return after is not None and int(after["day"]) > 12


_DATE_AND = re.compile(rf"(?<![\d/.])(?P<day>\d{{1,2}})/\d{{1,2}}{_JOINED.pattern}$")
_AND_DATE = re.compile(rf"{_JOINED.pattern}(?P<day>\d{{1,2}})/(?!7\b|10\b|12\b)(?:0?[1-9]|1[012])\b(?!/)")


def _told(folded: str, found: re.Match[str], dates: CaseDates) -> Span:
    day, month = int(found["day"]), int(found["month"])
    year = likely_year(month, day, dates)
    return day_span(folded, *found.span(), day_of(day, month, year), dates)


def days_alone(folded: str, words: Words, signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """ "On the 27th.", "visit 27th:", "for 12th", "on the nineteenth", "Monday 4th"."""
    for found in words.by_figures(_DAY_ALONE, folded):
        before = folded[max(0, found.start() - 45) : found.start()]
        if (_LED.search(before[-20:]) or _stands_apart(folded, found)) and not _counts(
            before, folded[found.end() : found.end() + 30]
        ):
            yield Span(*found.span("day"), "date", "[date]")
    for at in signs["weekday"]:
        yield from (
            Span(*found.span(), "date", "[date]")
            for found in _NAMED_DAY.finditer(folded, max(0, words[at].start - 12), words[at].end + 40)
        )
    for at in signs["ordinal"]:
        for found in _ORDINAL_ALONE.finditer(folded, max(0, words[at].start - 14), words[at].end + 40):
            yield Span(*found.span("day"), "date", "[date]")


def _stands_apart(folded: str, found: re.Match[str]) -> bool:
    """ "27th: came in", "offer 21st.": at the head of an entry, or the last that is said; but not "a 3rd."."""
    head = _SENTENCE_BEFORE.search(folded[max(0, found.start() - 3) : found.start()])
    if head and folded[found.end() : found.end() + 1] in {":", " ", "-", ","}:
        return True
    if int(re.split(r"\D", found["day"])[0]) < 4 or not _PAUSE.match(folded, found.end()):
        return False
    before = _WORD_BEFORE.search(folded, max(0, found.start() - 16), found.start())
    return before is not None and before.group(1) not in _COUNTERS


def _counts(before: str, after: str) -> bool:
    """ "Fell from the 50th to the 9th centile"."""
    return _COUNTS.search(re.split(r"[.;\n]\s", before)[-1]) is not None or _COUNTS.search(after) is not None
