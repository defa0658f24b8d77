# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""What belongs to an identifier that was found and stands beside it: the house number in words, the extension
of a telephone, the "two days before" of a feast, the rest of a user name.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from .ordinals import ORDINAL
from .replacing import Span, union
from .spoken import FIGURES_ONLY as FIGURE_WORDS
from .surroundings import no_capitals
from .words import CUE_WORDS, FUNCTION_WORDS, TITLE_WORDS, TOWARDS, VERBS

_FAR = 60  # characters beside a span that are looked at
_FIGURE = "(?:" + "|".join(sorted(FIGURE_WORDS, key=len, reverse=True)) + ")"
_AMOUNT = rf"(?:{_FIGURE}|\d{{1,2}}|an?|a few|several|(?:a )?couple(?: of)?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
TIMES = rf"(?:{_WEEKDAY}s?|(?:week|school|working) ?days?|days?|nights?|weeks?|fortnights?|months?|mornings?|afternoons?|evenings?|eves?|weekends?|sabbath|shabbos|shabbat)"
_WHICH = rf"(?:(?:{ORDINAL})|\d{{1,2}}(?:st|nd|rd|th)|last|final|next|first|very|same|late|early|middle|dead|opening|closing)"
# "two days before", "the Thursday after the", "on the 27th night of", "at the start of", "the eve of".
_OFFSET = re.compile(
    r"(?:\b(?:the|that|this)\s+)?"
    rf"(?:\b(?:{_WHICH}\s+)?(?:{_AMOUNT}\s+)?{TIMES}\s+(?:(?:just|right|immediately)\s+)?(?:before|after|following|preceding|prior to|leading up to)"
    rf"|\b(?:{_WHICH}\s+)(?:{_WHICH}\s+|{_AMOUNT}\s+)?{TIMES}\s+(?:of|in|into|from|to|between)"
    rf"|\b(?:{TIMES}|(?:very\s+)?(?:start|end|beginning|close|feast|middle|back end|first half|second half|run-up))\s+(?:of|to))"
    rf"\s+(?:the\s+(?:feast\s+of\s+|festival\s+of\s+)?)?$"
)
_OFFSET_OF_WEEKDAY = re.compile(
    rf"\bthe\s+(?:{_WEEKDAY}|day|night|morning|evening|week|weekend)\s+(?:before|after|of|following)\s+(?:the\s+)?$"
)
_WHICH_BEFORE = re.compile(r"\b(?:last|this|next|that|early|late|erev|motzei|motzaei|motsei|motzoei)\s+$")
# "Thirty first no thirtieth January": what was put right aloud.
_CORRECTED = re.compile(
    rf"\b(?:{ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\s(?:no|sorry|correction|rather|i mean|no sorry|scratch that)\s(?:the\s)?$"
)
_ITSELF = re.compile(r"\s+(?:itself|proper|bank holiday|period|festivities|celebrations)\b")
_TELEPHONE_MORE = re.compile(
    r"[\s,;(\[]{0,3}(?:ext(?:ension|n)?|xtn|x|opt(?:ion)?|bleep)[\s.:#]{0,2}\d{1,6}\b[)\]]?|\s?\((?:mob(?:ile)?|home|work|h|w|m)\)"
)
_EXTENSION_BEFORE = re.compile(r"\b(?:ext(?:ension|n)?|xtn)[\s.:#]{0,3}$")
_NUMBER_BEFORE = re.compile(
    rf"(?:(?<=\s)|(?<=^)|(?<=[(,\n]))(?:(?:flat|apartment|apt|unit|house|number|no\.?|room|caravan|pitch|plot)[\s,]+)?(?:[\dil|]{{1,4}}(?<=\d)\s?[a-z]?|[il]\d{{1,3}}[a-z]?|{_FIGURE}(?:[\s-]+(?:and\s+)?{_FIGURE}){{0,3}}(?:\s+[a-e])?)(?:,?\s+(?:the\s+)?(?:\d{{1,4}}\s?[a-z]?|{_FIGURE}(?:[\s-]+{_FIGURE}){{0,2}}(?:\s+[a-e])?))?[\s,]+$"
)
_FLAT_BEFORE = re.compile(
    rf"(?:flat|apartment|apt|unit|room)\s+(?:\d{{1,4}}\s?[a-z]?|{_FIGURE}(?:\s{_FIGURE})?|[a-e])[\s,]+$"
)
_NUMBER_AFTER = re.compile(
    r"\s\d{1,4}[a-z]?\b(?![:.,/]\d|\s?(?:mg|ml|kg|g|am|pm|hrs|hours|days?|weeks?|months?|years?|people|floors?|children|at|on|by|bus)\b|%)"
)
_FIGURED_PARTICLE = re.compile(r"(?:\b[A-Z]\.?\s?)?\b0['’]$")
_APOSTROPHES = ("'", "’", "'\n", "’\n")
_HANDLE_BEFORE = re.compile(r"(?:@|(?<!\w))(?:[\w]+[._]){1,3}$")
_HANDLE_AFTER = re.compile(r"(?:[._#]\w+)+(?!\w)")
_RULES_OF_PLACES = frozenset({"address", "known_place"})
_KNOWN = frozenset({"known_name", "known_name_word", "misspelt_name"})
_NO_MIDDLE_NAME = FUNCTION_WORDS | VERBS | CUE_WORDS | TITLE_WORDS | TOWARDS
_RULES_OF_NAMES = frozenset({"known_name", "known_name_word", "misspelt_name", "person", "unknown_name"})


def widened(source: str, folded: str, spans: Iterable[Span]) -> list[Span]:
    """The spans, in order, each as wide as what it is part of; none reaches into another."""
    return list(_joined(source, folded, _apart(_wider(source, folded, span) for span in spans)))


def _joined(source: str, folded: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Two names with a word between them that was heard wrongly become one: "yehuda leap rosenfeld"."""
    last: Span | None = None
    for span in spans:
        if last and _is_one_name(source, folded, last, span):
            last = union(last, span)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _is_one_name(source: str, folded: str, one: Span, two: Span) -> bool:
    if not (one.rule in _KNOWN and two.rule in _KNOWN) or two.start - one.end > LONGEST_BETWEEN:
        return False
    between = _ONE_WORD.fullmatch(folded, one.end, two.start)
    return between is not None and between.group(1) not in _NO_MIDDLE_NAME and no_capitals(source)


_ONE_WORD = re.compile(r"\s([a-z]{3,})\s")
LONGEST_BETWEEN = 12  # characters between two parts of a name


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Those that now overlap, or meet and say the same, become one."""
    last: Span | None = None
    for span in spans:
        if (
            last
            and span.start <= last.end
            and (span.start < last.end or span.replacement == last.replacement)
        ):
            last = union(last, span)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _wider(source: str, folded: str, span: Span) -> Span:
    widen = _BY_RULE.get(span.rule)
    return widen(source, folded, span) if widen else span


def _date(source: str, folded: str, span: Span) -> Span:
    """A day that no calendar tells by itself, with what is counted from it."""
    corrected = _CORRECTED.search(folded, max(0, span.start - _FAR), span.start)
    if corrected:
        span = span._replace(start=corrected.start())
    if span.replacement != "[date]":
        return span
    start = _offset(folded, span.start)
    more = _ITSELF.match(folded, span.end)
    return span._replace(start=start, end=more.end() if more else span.end)


def _offset(folded: str, start: int) -> int:
    first = max(0, start - _FAR)
    which = _WHICH_BEFORE.search(folded, first, start)
    start = which.start() if which else start
    found = _OFFSET.search(folded, first, start)
    return found.start() if found else start


def _telephone(source: str, folded: str, span: Span) -> Span:
    more = _TELEPHONE_MORE.match(folded, span.end)
    before = _EXTENSION_BEFORE.search(folded, max(0, span.start - 14), span.start)
    return span._replace(start=before.start() if before else span.start, end=more.end() if more else span.end)


def _place(source: str, folded: str, span: Span) -> Span:
    if span.replacement != "[address]":
        return span
    before = _NUMBER_BEFORE.search(folded, max(0, span.start - _FAR), span.start) or _FLAT_BEFORE.search(
        folded, max(0, span.start - 24), span.start
    )
    start = span.start
    if before:
        start = before.start() + len(before.group()) - len(before.group().lstrip())
    after = _NUMBER_AFTER.match(folded, span.end)
    return span._replace(start=start, end=after.end() if after else span.end)


def _name(source: str, folded: str, span: Span) -> Span:
    start, end = span.start, span.end
    if source[max(0, start - 2) : start].endswith(_APOSTROPHES):
        figured = _FIGURED_PARTICLE.search(source, max(0, start - 6), start)
        start = figured.start() if figured else start
    if source[span.start].islower():
        before = _HANDLE_BEFORE.search(source, max(0, start - 30), start)
        after = _HANDLE_AFTER.match(source, end)
        start, end = before.start() if before else start, after.end() if after else end
    if span.rule == "unknown_name" and not _is_doing(source, end):
        counted = _OFFSET_OF_WEEKDAY.search(folded, max(0, start - _FAR), start)
        start = counted.start() if counted else start
    return span._replace(start=start, end=end)


_GOES_ON = re.compile(r"\s([a-z]+)")


def _is_doing(source: str, end: int) -> bool:
    """ "The day before Kasia rang": a person, from whom no day is counted."""
    after = _GOES_ON.match(source, end)
    return after is not None and after.group(1) not in {
        "and",
        "or",
        "but",
        "when",
        "he",
        "she",
        "they",
        "with",
    }


_BY_RULE: dict[str, Callable[[str, str, Span], Span]] = {
    "date": _date,
    "telephone": _telephone,
    "long_number": _telephone,
    **dict.fromkeys(_RULES_OF_PLACES, _place),
    **dict.fromkeys(_RULES_OF_NAMES, _name),
}
