# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Names of files, hashtags, user names and who writes in a chat: they hold a name more often than not. Addresses
that are spelt out, and the routes of buses.
"""

import re
from collections import Counter
from collections.abc import Iterator

from .reading import Words, fold
from .replacing import Span
from .stretches import zones
from .words import (
    ACRONYMS,
    CUE_WORDS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIN,
    LABELS_OF_TURNS,
    NAMES_THAT_ARE_WORDS,
    POSTS_BEFORE_NAMES,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

_FILE_NAME = re.compile(
    r"(?<![\w/])[\w.()-]{1,80}\.(?:jpe?g|png|heic|gif|pdf|docx?|xlsx?|mp4|mov|tiff?|wav|m4a|eml|msg|odt|txt)\b"
)
# With the letters of "mp4" and "m4a".
_ENDINGS = frozenset(
    [
        *("jpg", "jpeg", "png", "heic", "gif", "pdf", "doc", "docx", "xls", "xlsx", "mp", "mov", "tif"),
        *("tiff", "wav", "m", "eml", "msg", "odt", "txt"),
    ]
)
_SNAKE = re.compile(r"(?<![\w.@#-])(?=[\w.-]{0,40}[^\W_])[\w.-]*[^\W_]_+[^\W_][\w.-]*")
_TAGGED = re.compile(r"(?<!\w)#[^\W\d_]\w{2,}")
# "joy dot g at example dot org", "h.b (at) mail [dot] com".
_DOT = r"(?:\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\sdot\s|\.)"
_SAID_DOT = re.compile(r"[(\[{<]\s?dot\s?[)\]}>]|\bdot\b")
_SPELT = re.compile(
    rf"(?<![\w.+-])[\w+'-]+(?:(?:{_DOT}|\s(?:underscore|hyphen|dash|plus)\s)[\w+'-]+){{0,5}}(?:\s?[(\[{{<]\s?at\s?[)\]}}>]\s?|\sat\s|\s?@\s?)[\w-]+(?:{_DOT}[\w-]+){{1,4}}"
)
_SPELT_SITE = re.compile(
    rf"(?<![\w.+-])(?:(?:www|double\s?u double\s?u double\s?u|w w w){_DOT})?[\w-]+(?:{_DOT}[\w-]+){{0,2}}{_DOT}(?:com|org|net|uk|info|example)\b(?:{_DOT}uk\b)?"
)
_SAID_AT = re.compile(r"[(\[{<]\s?at\s?[)\]}>]|\bat\b|@")
# The number of a bus: "the 54 bus", "took the X6", "buses 253 and 254".
_ROUTE = r"[a-z]{0,2}\d{1,3}[a-z]?"
_BUS = re.compile(r"\b(?:bus|buses|tram|trams|coach|night bus|minibus)\b")
_ROUTES = re.compile(
    rf"(?:\b(?:number|no\.?|route|the|a)\s)?\b({_ROUTE})\b(?=['\u2019]?\s(?:night\s)?(?:bus|tram|coach)\b)"
    rf"|(?<=bus )(?:number\s|no\.?\s|route\s)?({_ROUTE}(?:(?:,\s|\sand\s|\sor\s){_ROUTE}){{0,3}})\b(?!\s?(?:stops?|minutes|mins|hours|am|pm|people|passengers|drivers|days?|weeks?|:))|(?<=buses )({_ROUTE}(?:(?:,\s|\sand\s|\sor\s){_ROUTE}){{0,3}})\b(?!\s?(?:stops?|minutes|mins|hours|people))"
    rf"|\b(?:took|takes|take|taking|caught|catch|catches|rode|rides|missed|boarded|off|on|by|gets|got)\s(?:the|a)\s({_ROUTE})\b(?!\s?(?:th|st|nd|rd|ward|pm|am|%|[:/.]\d|mg|ml|min|hour|year|day|week|month|floor|road|jun))"
)
_BEFORE_A_ROUTE, _BEHIND_A_ROUTE = 40, 60  # characters
_TAKEN = frozenset(
    "took takes take taking caught catch catches rode rides missed boarded".split()  # noqa: SIM905
)
_ROUTE_ALONE = re.compile(
    rf"\b(?:{'|'.join(sorted(_TAKEN))})\sthe\s([a-z]{{0,2}}\d{{1,3}}[a-z]?)\s(?:to|from|into|towards|home|back)\b"
)
# "[07/05/2025, 21:14] Joy: hopey hot again": who writes, at the head of a line.
_SPEAKER = re.compile(
    r"(?:^|\n)[ \t]*(?:\[[^\]\n]{4,28}\][ \t]*|\d{1,2}[:.]\d\d[ \t]*[-\u2013]?[ \t]*)?([^\s:|,\t\[\]\d][^:|\n\t]{1,28}?)(?=\s?:\s)"
)
_TIMED = re.compile(r"(?:^|\n)[ \t]*(?:\[[^\]\n]*\d[:.]\d\d[^\]\n]*\]|\d{1,2}:\d\d[ \t]*-)[ \t]*[^\s:]")
_LABELLED = re.compile(r"\s\d|\d$(?<![a-z._]\d)(?<![a-z]\d\d)")
_FIGURE_WITHIN = re.compile(r"[a-z]\d[a-z]", re.IGNORECASE)
LEAST_TURNS = 3  # lines with somebody who writes, for a text to be a chat
_NAMES = GIVEN_NAMES | GIVEN_NAMES_THAT_ARE_WORDS | NAMES_THAT_ARE_WORDS
_NOBODY = KIN | CUE_WORDS | POSTS_BEFORE_NAMES | WRITTEN_WITH_CAPITALS


def file_names_and_handles(source: str, folded: str, words: Words) -> Iterator[Span]:
    """Spans of names of files, hashtags and user names. Only a file's name that is a plain word stays."""
    if any(folded.startswith(".", words[at].start - 1) for at in words.where(_ENDINGS)):
        for found in _FILE_NAME.finditer(folded):
            if re.search(r"[\d_-]", found.group()):
                yield Span(*found.span(), "web_address", "[file name]")
    if "_" in folded:
        yield from (
            Span(*found.span(), "web_address", "[user or file name]") for found in _SNAKE.finditer(folded)
        )
    if "#" in folded:
        yield from (Span(*found.span(), "web_address", "[hashtag]") for found in _TAGGED.finditer(source))
    if "dot" in folded:
        yield from _spelt_out(folded)
    yield from _routes(folded, words)
    yield from _speakers(source)


def _spelt_out(folded: str) -> Iterator[Span]:
    """An address told letter by letter as one says it."""
    for first, last in zones((dot.span() for dot in _SAID_DOT.finditer(folded)), folded, 60, 60):
        for form, rule, wording in (
            (_SPELT, "email", "[e-mail address]"),
            (_SPELT_SITE, "web_address", "[web address]"),
        ):
            for found in form.finditer(folded, first, last):
                if _SAID_DOT.search(found.group()):
                    yield Span(*found.span(), rule, wording)


def _routes(folded: str, words: Words) -> Iterator[Span]:
    if not any(word in folded for word in ("bus", "tram", "coach")):
        alone = (_ROUTE_ALONE.match(folded, words[at].start) for at in words.where(_TAKEN))
        found_all: Iterator[re.Match[str]] = filter(None, alone)
    else:
        near = zones(words.numbers, folded, _BEFORE_A_ROUTE, _BEHIND_A_ROUTE)
        found_all = (found for stretch in near for found in _ROUTES.finditer(folded, *stretch))
    for found in found_all:
        group = found.lastindex or 0
        yield Span(*found.span(group), "place", "[route]")


def _speakers(source: str) -> Iterator[Span]:
    """Spans of those who write in a chat, unless a word of kinship or of a post says who."""
    if source.count(": ") < LEAST_TURNS:
        return
    turns = list(_SPEAKER.finditer(source))
    if len(turns) < LEAST_TURNS or not _is_chat([found.group(1) for found in turns], source):
        return
    turn_of = Counter(found.group(1) for found in turns)
    named = {name for name, turns_of in turn_of.items() if _names_somebody(name, speaks_again=turns_of > 1)}
    if named:
        named |= {name for name, turns_of in turn_of.items() if turns_of > 1 and _is_called_so(name)}
    yield from (Span(*found.span(1), "person", "[name]") for found in turns if found.group(1) in named)


def _is_called_so(written: str) -> bool:
    """ "smokes", who writes among people with names; "nurse" and "caller" tell a post, "plan" a label."""
    return (
        written.isalpha()
        and written.islower()
        and len(written) > 2
        and written not in LABELS_OF_TURNS | _NOBODY
    )


def _is_chat(speakers: list[str], source: str) -> bool:
    """Whether somebody speaks twice, or turns begin with a time: a form has each of its labels once."""
    return len(set(speakers)) < len(speakers) or _TIMED.search(source) is not None


def _names_somebody(written: str, *, speaks_again: bool) -> bool:
    """A figure within a word, "K4i", is a label read wrongly ("N0tes") unless the same name speaks again."""
    if _FIGURE_WITHIN.search(written):
        return speaks_again and not written.isupper()
    words = re.findall(r"[^\W\d_]+", fold(written))
    known = [word for word in words if len(word) > 1 and word not in _NOBODY]
    if not known or len(words) > 3 or any(word in ACRONYMS for word in known):
        return False
    if _LABELLED.search(written):
        return False
    return all(word in _NAMES for word in known) or (
        not written.isupper()
        and any(not is_ordinary(word) and word not in WRITTEN_WITH_CAPITALS for word in known)
    )
