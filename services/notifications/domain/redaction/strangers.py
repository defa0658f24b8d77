# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""People nobody listed: a title, a role or a common given name with a capitalised word beside it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from .known_edges import ends_with_letter
from .name_runs import initials_before, last_of, with_initial
from .reading import Word, Words, fold
from .replacing import Span
from .senses import is_small_line
from .surroundings import no_capitals
from .terms import is_term
from .titled import titled
from .words import (
    ABBREVIATIONS,
    ACRONYMS,
    EPONYM_AFTER,
    EPONYMS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIN,
    MONTHS_AND_DAYS,
    NAMES_THAT_ARE_WORDS,
    NOT_NAMES,
    PLACEHOLDER_WORDS,
    VERBS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

_NAME = r"(?:[A-Z][\w'’]{0,30}(?:[-‐‑][A-Za-z][\w'’]{0,30}){0,3})"
_EXPLAINED = WRITTEN_WITH_CAPITALS | NOT_NAMES
_ANY_GIVEN_NAME = GIVEN_NAMES | GIVEN_NAMES_THAT_ARE_WORDS
_PLAIN_GIVEN_NAMES = GIVEN_NAMES - NAMES_THAT_ARE_WORDS
# "tell karen": in a line without capitals names that are nothing else.
_SURE_IN_SMALL = (
    frozenset(name for name in _PLAIN_GIVEN_NAMES if len(name) > 3 and not is_ordinary(name)) - _EXPLAINED
)
_CUES = (
    r"(?:mother|mum|mummy|mam|father|dad|daddy|stepfather|step-?dad|stepmother|step-?mum|parents?|brother|sister|sibling|twin|cousin|uncle|aunt(?:y|ie)?|"
    r"nan|nana|gran(?:ny|ddad|dad|dma|dfather|dmother)?|friend|friends|partner|boyfriend|girlfriend|husband|wife|neighbour|carer|foster carers?|childminder|teacher|"
    r"midwife|health visitor|social worker|school nurse|nurse|consultant|paediatrician|registrar|paramedic|officer|manager|named|called|baby|teaching assistant|"
    r"headteacher|key ?worker|practitioner|GP|lodger|half-?brother|half-?sister|godmother|surname|name is|known as|son|daughter|signed(?: by)?|driver|witness|"
    r"caretaker|tutor|nephew|niece|colleague|interpreter|solicitor|vicar|priest|imam|chaplain|man|woman|boy|girl|lad)(?:-in-law)?"
)
CUED = re.compile(
    rf"\b(?i:{_CUES})(?:\s+(?:is|was|called|named))?[,:]?\s+(?P<name>(?:[A-Z]\.\s?|[A-Z]\s)?{_NAME}(?:\s+{_NAME})?)"
)
# "doctor levine", "nurse okoro": in full the title is also a word, and an ordinary word behind it no name.
_SAID_TITLE = re.compile(
    r"\b(?:doctor|mister|missus|nurse|midwife|professor|matron|inspector|sergeant|constable)\s(?P<name>[a-z][\w'-]{3,})"
)
LOWER_TITLED = re.compile(r"\b(?:dr|mr|mrs|ms|miss|prof)\b\.?\s+(?P<name>[a-z][\w'-]{2,})")
_FAR_FROM_CUE = 6  # words: "foster carers-in-law is called" and the name
_INITIALLED = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}(?P<name>[A-Z][a-z][\w'’-]{1,30})")
# "Big Col", between marks of quotation: what somebody is called.
_QUOTED = re.compile(r"[\"“‘'](?<!\w[\"“‘'])((?:[A-Z][a-z'’]+[ -]){1,3}[A-Z][a-z'’]+)[\"”’'](?!\w)")


# "MOSS, Keziah"
_INVERTED = re.compile(r"(?<![\w.'’-])([A-Z]{2,}(?:[-'’][A-Z]{2,})*),\s([A-Z][a-z]+)")
# A line of one to three capitalised words under the words that end a letter, and who speaks in a transcript.
_CLOSING = re.compile(
    r"\b(?:regards|thanks|thank you|sincerely|faithfully|wishes|cheers|yours|love)[,.!]?[ \t]*\n[ \t\n]*"
)
_CLOSING_WORDS = frozenset(
    ["regards", "thanks", "thank", "sincerely", "faithfully", "wishes", "cheers", "yours", "love"]
)
_SIGNED = re.compile(r"((?:[A-Z][\w'’-]*\.?[ ]){0,2}[A-Z][\w'’-]*)(?=[ \t]*(?:\n|$|,))")
_SPEAKER = re.compile(r"([A-Z][a-z]{1,20}):\s(?=[\"“‘']|(?:he|she|I|we|they|my|it|yes|no|was)\b)")


def strangers(source: str, folded: str, words: Words, signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of people found by a title, a cue word, an initial, or by a common given name with a capital letter."""
    yield from titled(source, words, signs["title"])
    if no_capitals(source):
        for at in signs["title"]:
            if found := LOWER_TITLED.match(folded, words[at].start):
                yield Span(*found.span(), "person", "[name]")
            elif found := _said(folded, words, at):
                yield Span(*found.span("name"), "person", "[name]")
    written_large = sorted([*words.capital, *words.capitals])
    for at in signs["cue"]:
        after = bisect_right(written_large, at)
        if after == len(written_large) or written_large[after] > at + _FAR_FROM_CUE:
            continue
        if found := CUED.match(source, words[at].start):
            yield from _cued(source, found)
    for at in words.capital:
        dotted = len(words[at].text) == 1 and source.startswith(".", words[at].end)
        if dotted and (found := _INITIALLED.match(source, words[at].start)):
            yield from _initialled(source, found)
    for found in _QUOTED.finditer(source):
        if not all(fold(word) in _EXPLAINED for word in found.group(1).split()):
            yield Span(*found.span(1), "person", "[name]")
    yield from _by_their_place(source, folded, words)
    yield from _given_names(source, words, signs["given"])


def _said(folded: str, words: Words, at: int) -> re.Match[str] | None:
    found = _SAID_TITLE.match(folded, words[at].start)
    if found is None:
        return None
    name = words[at + 1].text
    explained = is_ordinary(name) or name in _EXPLAINED or name in ACRONYMS
    return found if name in EPONYMS or not explained else None


def _by_their_place(source: str, folded: str, words: Words) -> Iterator[Span]:
    """Spans of names that their place in a letter or a transcript tells."""
    for found in filter(None, (_INVERTED.match(source, words[at].start) for at in words.capitals)):
        given = fold(found.group(2))
        if len(given) < 3 or fold(found.group(1)) in ACRONYMS:
            continue
        if given in _ANY_GIVEN_NAME or not (is_ordinary(given) or given in NOT_NAMES):
            yield Span(*found.span(), "person", "[name]")
    closings = (_CLOSING.match(folded, words[at].start) for at in words.where(_CLOSING_WORDS))
    signed = (_SIGNED.match(source, closing.end()) for closing in closings if closing)
    for name in filter(None, (*signed, *_speakers(source, words))):
        written = [fold(word).strip(".") for word in name.group(1).split()]
        if not all(word in _EXPLAINED for word in written):
            yield Span(*name.span(1), "person", "[name]")


def _speakers(source: str, words: Words) -> Iterator[re.Match[str] | None]:
    for at in words.capital:
        start, end = words[at].start, words[at].end
        if source.startswith(":", end) and not source[source.rfind("\n", 0, start) + 1 : start].strip(" \t"):
            yield _SPEAKER.match(source, start)


def _initialled(source: str, found: re.Match[str]) -> Iterator[Span]:
    name = re.split(r"['\u2019-]", fold(found.group("name")))[0]
    if not is_ordinary(name) and not _is_term(source, found.end(), name):
        # "Given vitamin K. Zofia slept": the letter is no initial, and ends the sentence
        lettered = ends_with_letter(source, found.start("name"))
        start = found.start("name") if lettered else found.start()
        yield Span(start, found.start() + len(_without_possessive(found.group())), "person", "[name]")


def _cued(source: str, found: re.Match[str]) -> Iterator[Span]:
    end = _only_names(source, found.start("name"), found.end("name"))
    if end:
        yield Span(found.start("name"), end, "person", "[name]")


def _only_names(source: str, start: int, end: int) -> int | None:
    """Where the name ends, leaving off what is no part of it; None where no name follows. Further on, and in
    capitals, an ordinary word is none.
    """
    last = None
    for word in re.finditer(r"[^\W\d_][\w'’.-]*", source[start:end]):
        plain = fold(word.group()).split("'")[0].strip(".")
        shouted = word.group().isupper()
        if _is_no_name(source, start + word.end(), plain, shouted=shouted) or (
            is_ordinary(plain) and (last is not None or shouted)
        ):
            break
        last = start + word.start() + len(_without_possessive(word.group()))
    return last


_LABEL_AFTER = re.compile(r"(?:\s?:|\s(?:no|number)\b)", re.IGNORECASE)


def _is_no_name(source: str, end: int, plain: str, *, shouted: bool) -> bool:
    return (
        plain in NOT_NAMES
        or plain in ABBREVIATIONS
        or plain in PLACEHOLDER_WORDS
        or (shouted and len(plain) <= 3)
        or _LABEL_AFTER.match(source, end) is not None
        or _is_term(source, end, plain)
    )


def _without_possessive(word: str) -> str:
    return word[:-2] if word[-2:].lower() in {"'s", "’s"} else word.rstrip(".")


def _is_term(source: str, end: int, plain: str) -> bool:
    following = re.match(r"(?:['’]s)?\s+(\w+)", source[end : end + 40])
    return plain in EPONYMS and following is not None and fold(following.group(1)) in EPONYM_AFTER


def _given_names(source: str, words: list[Word], listed: Iterable[int]) -> Iterator[Span]:
    for at in listed:
        word = words[at]
        if is_term(source, words, at) or _is_glued(words, at):
            continue
        if word.shape == "lower":
            if word.text in _SURE_IN_SMALL and (no_capitals(source) or is_small_line(source, word)):
                yield Span(word.start, _small_end(source, words, at), "person", "[name]")
            continue
        if word.shape == "capitals":
            end = _shouted_end(source, words, at)
            if (word.text in _PLAIN_GIVEN_NAMES and len(word.text) > 3) or end > word.end:
                yield Span(word.start, end, "person", "[name]")
            elif _is_shouted_kin(source, words, at):
                yield Span(word.start, word.end, "person", "[name]")
            continue
        until = last_of(source, words, at)
        if word.text in _PLAIN_GIVEN_NAMES or until > at + 1:
            yield Span(
                initials_before(source, word.start),
                with_initial(source, words[until - 1].end),
                "person",
                "[name]",
            )


def _small_end(source: str, words: list[Word], at: int) -> int:
    """Where "helen frayne" ends, of which the second is no word."""
    after = words[at + 1] if at + 1 < len(words) else None
    beside = after is not None and source[words[at].end : after.start] == " "
    if after is None or not beside or len(after.text) < 4 or is_ordinary(after.text):
        return words[at].end
    return words[at].end if after.text in _EXPLAINED or after.text in ACRONYMS else after.end


def _is_shouted_kin(source: str, words: list[Word], at: int) -> bool:
    """ "SISTER VIOLET": behind a word of kinship, but not "MUM WILL"."""
    return (
        at > 0
        and words[at - 1].text in KIN
        and source[words[at - 1].end : words[at].start] == " "
        and words[at].text not in VERBS | MONTHS_AND_DAYS
    )


def _is_glued(words: list[Word], at: int) -> bool:
    """Part of "DiGeorge" or "BenPen"."""
    before = at > 0 and words[at - 1].end == words[at].start
    return before or (at + 1 < len(words) and words[at + 1].start == words[at].end)


def _shouted_end(source: str, words: list[Word], at: int) -> int:
    """Where "SHAZIA KHAN" ends."""
    after = words[at + 1] if at + 1 < len(words) else None
    beside = after is not None and source[words[at].end : after.start] in {" ", "-"}
    follows = (
        after if beside and after and after.shape == "capitals" and not is_ordinary(after.text) else words[at]
    )
    return follows.end if follows.text not in ABBREVIATIONS else words[at].end
