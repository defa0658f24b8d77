# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""People nobody listed: a title, a role or a common given name with a capitalised word beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from .reading import Word, fold
from .replacing import Span
from .senses import no_capitals
from .words import (
    ABBREVIATIONS,
    EPONYM_AFTER,
    EPONYMS,
    GIVEN_NAMES,
    NAMES_THAT_ARE_WORDS,
    NOT_NAMES,
    PLACEHOLDER_WORDS,
    is_ordinary,
)

_NAME = r"(?:[A-Z][\w'’]{0,30}(?:[-‐‑][A-Za-z][\w'’]{0,30}){0,3})"
_NAMES = rf"(?:[A-Z]\.?\s{{1,3}}){{0,4}}{_NAME}(?:\s+(?:[A-Z]\.?\s+)?(?:(?:van|de|al|bin|el|der|den)\s+){{0,2}}(?-i:{_NAME}))?"
# (title as written, what replaces title and name)
TITLES: tuple[tuple[str, str], ...] = (
    (r"(?:Dr|DR|dr|Doctor|Prof|Professor)", "a doctor"),
    (r"(?:Nurse|Staff Nurse|Matron|SN|S/N|Ward Sister|Charge Nurse)", "a nurse"),
    (r"(?:Midwife|Community Midwife|RM)", "a midwife"),
    (
        r"(?:PC|WPC|DC|DS|DI|DCI|Sgt|SGT|Sergeant|Insp|INSP|Inspector|Supt|PCSO|Constable|Detective|Officer)(?:\s+\d{2,6})?",
        "a police officer",
    ),
    (r"(?:Paramedic)", "a paramedic"),
    (r"(?:Social Worker|SW)", "a social worker"),
    (r"(?:Health Visitor|HV)", "a health visitor"),
    (r"(?:Rev|Reverend|Fr|Imam|Rabbi|Canon|Pastor)", "a faith leader"),
    (r"(?:Mr|MR|Mrs|MRS|Ms|MS|Miss|MISS|Mx|Sir|Lady|mr|mrs|ms)", "[name]"),
    (r"(?:Judge|Coroner|HM Coroner)", "the coroner"),
)
_PLAIN_GIVEN_NAMES = GIVEN_NAMES - NAMES_THAT_ARE_WORDS
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
TITLED = tuple(
    (re.compile(rf"\b{title}\b[.]?\s+(?P<name>{_NAMES})(?:\s+\d{{3,6}}\b)?"), role) for title, role in TITLES
)
LOWER_TITLED = re.compile(r"\b(?:dr|mr|mrs|ms|miss|prof)\b\.?\s+(?P<name>[a-z][\w'-]{2,})")
_INITIALLED = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}(?P<name>[A-Z][a-z][\w'’-]{1,30})")


def strangers(source: str, folded: str, words: list[Word], signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of people found by a title, a cue word, an initial, or by a common given name with a capital letter."""
    lower = no_capitals(source)
    for at in signs["title"]:
        for expression, role in TITLED:
            if found := expression.match(source, words[at].start):
                yield from _titled(source, found, role)
        if lower and (found := LOWER_TITLED.match(folded, words[at].start)):
            yield Span(*found.span(), "person", "[name]")
    for at in signs["cue"]:
        if found := CUED.match(source, words[at].start):
            yield from _cued(source, found)
    for found in _INITIALLED.finditer(source):
        if not is_ordinary(re.split(r"['\u2019-]", fold(found.group("name")))[0]) and not _is_term(
            source, found.end(), fold(found.group("name"))
        ):
            yield Span(
                found.start(), found.start() + len(_without_possessive(found.group())), "person", "[name]"
            )
    yield from _given_names(source, words, signs["given"])


def _titled(source: str, found: re.Match[str], role: str) -> Iterator[Span]:
    name = _only_names(source, found.start("name"), found.end("name"), certain=True)
    if name:
        yield Span(found.start(), found.end() if name == found.end("name") else name, "person", role)


def _cued(source: str, found: re.Match[str]) -> Iterator[Span]:
    end = _only_names(source, found.start("name"), found.end("name"), certain=False)
    if end:
        yield Span(found.start("name"), end, "person", "[name]")


def _only_names(source: str, start: int, end: int, *, certain: bool) -> int | None:
    """Where the name ends, leaving off what is no part of it; None where no name follows. After a title the first
    word is a name for `certain`; in capitals, and further on, an ordinary word is none.
    """
    last = None
    for word in re.finditer(r"[^\W\d_][\w'’.-]*", source[start:end]):
        plain = fold(word.group()).split("'")[0].strip(".")
        shouted = word.group().isupper()
        if _is_no_name(source, start + word.end(), plain, shouted=shouted) or (
            is_ordinary(plain)
            and (last is not None or (shouted and not certain))
            and not (certain and not shouted and _ends_name(source, start, last, word, plain))
        ):
            break
        last = start + word.start() + len(_without_possessive(word.group()))
    return last


def _ends_name(source: str, start: int, last: int | None, word: re.Match[str], plain: str) -> bool:
    """ "Dr Ambrose Fell": a word of the language beside a name that is none."""
    return (
        last is not None
        and plain in NAMES_THAT_ARE_WORDS
        and not is_ordinary(fold(source[start:last].split()[-1]))
        and source[last : start + word.start()] == " "
    )


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
        if word.shape != "capital" or _is_term(source, word.end, word.text):
            continue
        end = _with_family_name(source, words, at)
        if word.text in _PLAIN_GIVEN_NAMES or end > word.end:
            yield Span(word.start, end, "person", "[name]")


def _with_family_name(source: str, words: list[Word], at: int) -> int:
    follows = words[at + 1] if at + 1 < len(words) else None
    if (
        follows
        and follows.shape == "capital"
        and source[words[at].end : follows.start] in {" ", "-"}
        and follows.text not in NOT_NAMES
        and (not is_ordinary(follows.text) or words[at].text in _PLAIN_GIVEN_NAMES)
        and not _LABEL_AFTER.match(source, follows.end)
    ):
        return follows.end
    return words[at].end
