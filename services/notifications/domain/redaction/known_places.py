"""Places and numbers the notification names: the school, the practice, the home, the NHS number
however it is spaced.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .names import KnownIdentifier, KnownNames, KnownPerson, KnownPlace
from .nearness import touching
from .place_edges import with_neighbours
from .place_letters import letters_of_place
from .reading import Words, fold, squeezed
from .replacing import Span
from .roads import is_road
from .stretches import zones
from .surroundings import no_capitals
from .words import EPONYMS, KIND_WORDS, is_ordinary


@dataclass(frozen=True, slots=True)
class Form:
    """One way a place is written. `longest` is its longest piece: the form is looked for only round that,
    `reach` characters before and after it. A form of one word counts only where a capital letter shows that
    a name is meant.
    """

    written: str
    longest: str
    reach: int
    needs_capital: bool


def known_places(source: str, folded: str, words: Words, known: KnownNames) -> Iterator[Span]:
    """Spans of the case's own places and identifiers."""
    capitals_tell = not no_capitals(source)
    readings = _readings(source, folded, words)
    looked_for: dict[str, list[tuple[str, int, int, list[int]]]] = {}  # where a piece stands: forms share it
    for place in known.places:
        for form in _forms(place):
            if form.longest not in looked_for:
                looked_for[form.longest] = list(_places_of(form.longest, readings))
            for read, first, last in _round(form, looked_for[form.longest]):
                for found in _flexible(form.written).finditer(read, first, last):
                    if not (form.needs_capital and capitals_tell and _is_small(source, found)):
                        start, end = with_neighbours(source, folded, *found.span(), place)
                        yield Span(start, end, "known_place", place.kind)
        yield from letters_of_place(source, words, place)
    if known.identifiers:
        told = squeezed(folded)
        for identifier in known.identifiers:
            if _squeezed(identifier.value) in told:
                yield from _identifier(folded, identifier)


def _is_small(source: str, found: re.Match[str]) -> bool:
    """Whether the place has no capital letter where a name has one: "the green", "The green"."""
    start = found.start() + len("the ") if found.group().startswith("the ") else found.start()
    return source[start : start + 1].islower()


def _places_of(piece: str, readings: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int, list[int]]]:
    """The readings that have the piece, each with where it begins in it."""
    for read, first, last in readings:
        places: list[int] = []
        at = read.find(piece, first, last)
        while at >= 0:
            places.append(at)
            at = read.find(piece, at + 1, last)
        if places:
            yield read, first, last, places


def _round(form: Form, looked_for: list[tuple[str, int, int, list[int]]]) -> Iterator[tuple[str, int, int]]:
    """The stretches in which the form can be."""
    for read, first, last, places in looked_for:
        if form.longest in SHORTENED:  # which may be written in another way
            yield read, first, last
            continue
        spans = ((at, at + len(form.longest)) for at in places)
        for start, end in zones(spans, read, form.reach, form.reach + _MORE):
            yield read, max(start, first), min(end, last)


_MORE = 200  # characters in which the words for its kind stand behind a place
_READ_WRONGLY = re.compile(r"[a-z][0158][a-z']|\b[0158][a-z]{3}")
_ROUND = 120  # characters of a place's name before or after the letter that was read wrongly
_AS_S = str.maketrans("1058", "losb")  # and a figure of the house number with them: read besides the others
_AS_L, _AS_I = str.maketrans("10", "lo"), str.maketrans("10l", "ioi")


def _readings(source: str, folded: str, words: Words) -> list[tuple[str, int, int]]:
    """The whole text, and where figures stand within words a stretch of it with letters in their place."""
    wrong = (
        found.span()
        for start, end in touching(source, words)
        for found in _READ_WRONGLY.finditer(folded, max(0, start - 1), end + 2)
    )
    round_them = list(zones(wrong, folded, _ROUND, _ROUND))
    readings = [folded.translate(table) for table in (_AS_L, _AS_I, _AS_S)] if round_them else []
    return [(folded, 0, len(folded)), *((read, *stretch) for read in readings for stretch in round_them)]


@lru_cache(maxsize=4096)
def _forms(place: KnownPlace) -> tuple[Form, ...]:
    lines = [line.strip() for line in re.split(r"[,\n]", fold(place.name)) if line.strip()]
    plain = [_without_the(_without_number(line)) for line in lines]
    shorter = [form for line in plain for form in (line, _without_kind(line), *_beginnings(line))]
    written = [" ".join(lines), *lines, *shorter, *_own_words(place)]
    telling = [_form(form) for form in dict.fromkeys(written) if _is_telling(form)]
    whole = [
        _form(line) for line in lines if " " in line and not _is_telling(line)
    ]  # "little hill", "camhs north"
    called = [] if place.kind != "[address]" else [_form(form) for line in lines for form in _called(line)]
    return (*telling, *whole, *called, *(_form(word) for word in _possessives(lines)))


def _called(line: str) -> Iterator[str]:
    """ "the green" of "3 the green", "the forge" of "the old forge": what the family's home is called."""
    words = _without_number(line).split()
    if len(words) > 1 and words[0] == "the":
        yield " ".join(words)
        yield f"the {words[-1]}"


def _possessives(lines: list[str]) -> Iterator[str]:
    """ "king's" of "king's college hospital", which is also called Kings."""
    for line in lines:
        first = line.split()[0]
        if first.endswith("'s") and len(first) > 4 and " " in line:
            yield first


def _form(form: str) -> Form:
    pieces = re.findall(r"[^\s\-'.]+", form)
    proves_little = (
        (len(pieces) == 1 and is_ordinary(pieces[0]))
        or _are_kinds(pieces)
        or (len(pieces) == 2 and all(is_ordinary(piece) for piece in pieces) and not is_road(*pieces))
    )
    reach = sum(max(len(piece), _LONGEST_SHORTENED) + _BETWEEN for piece in pieces)
    return Form(form, max(pieces, key=_searchable), reach, needs_capital=proves_little)


def _are_kinds(pieces: list[str]) -> bool:
    return len(pieces) < 3 and all(
        piece in KIND_WORDS or piece in SHORTENED or len(piece) == 1 for piece in pieces
    )


def _searchable(piece: str) -> int:
    return 0 if piece in SHORTENED else len(piece)


def _beginnings(line: str) -> Iterator[str]:
    """ "castle mead" of "castle mead academy", "westgate house" of "camhs westgate house"."""
    words = line.split()
    for length in range(2, len(words)):
        yield " ".join(words[:length])
        yield " ".join(words[-length:])


def _without_the(line: str) -> str:
    return line.removeprefix("the ") if len(line.split()) > 2 else line


def _without_number(line: str) -> str:
    return re.sub(r"^(?:(?:flat|apartment|unit)\s+\w+\s+)?\d+\s?[a-z]?\s+", "", line)


def _without_kind(line: str) -> str:
    """ "three spires" of "three spires hospital"."""
    words = line.split()
    while words and words[-1] in KIND_WORDS:
        words.pop()
    return " ".join(words)


def _own_words(place: KnownPlace) -> list[str]:
    """The word that is the place's own: "oswin's" of "St Oswin's Primary School"."""
    words = [word for word in re.split(r"[\s,]+", fold(place.name)) if len(word) >= 5]
    return [word for word in words if word not in KIND_WORDS and not _is_word(word)]


def _is_telling(form: str) -> bool:
    words = [word for word in re.split(r"[\s\-]+", form) if word]
    return (
        len(form) >= 4
        and not all(word in SHORTENED or word in KIND_WORDS for word in words)
        and any(word not in KIND_WORDS for word in words)
        and not (len(words) == 1 and _is_word(form))
    )


def _is_word(word: str) -> bool:
    return word in EPONYMS or word.isdigit() or is_ordinary(word.split("'")[0])


@lru_cache(maxsize=512)
def _squeezed(value: str) -> str:
    return squeezed(fold(value))


@lru_cache(maxsize=8192)
def _flexible(form: str) -> re.Pattern[str]:
    """The form with any spacing or line ends, with or without its apostrophes and full stops."""
    pieces = [SHORTENED.get(piece) or re.escape(piece) for piece in re.findall(r"[^\s\-'.]+", form)]
    return re.compile(_opening(rf"[\s\-'.,]{{0,{_BETWEEN}}}".join(pieces)) + r"(?!\w)" + _KIND_AFTER)


def _opening(expression: str) -> str:
    """The expression with no letter or figure before it; of one that begins with a letter that is told behind
    the letter, which is then looked for faster.
    """
    first = expression[0]
    if not (first.isascii() and first.isalnum()):
        return rf"(?<!\w){expression}"
    return rf"{first}(?<!\w{first}){expression[1:]}"


# "St Oswin's" is found as "St Oswin's C of E School" too.
_KIND_AFTER = (
    r"(?:'?s?\s(?:c\s?of\s?e|catholic|primary|infants?|juniors?|secondary|high|grammar|school|academy|"
    r"college|nursery|"
    r"hospital|infirmary|surgery|medical|practice|health centre|medical centre)\b)*"
)


@lru_cache(maxsize=32)
def place_names(places: tuple[KnownPlace, ...]) -> tuple[KnownPerson, ...]:
    """The places' own words, to be found like names when they are misspelt: "Siston" for Syston."""
    return tuple(
        KnownPerson("", word.split("'")[0], place.kind, side="place")
        for place in places
        for word in dict.fromkeys(_own_words(place))
        if len(word.split("'")[0]) >= 5
    )


def _identifier(folded: str, identifier: KnownIdentifier) -> Iterator[Span]:
    spaced = _spaced(identifier.value)
    if spaced is None:
        return
    wording = IDENTIFIER_WORDING.get(identifier.rule, "[number]")
    yield from (Span(*found.span(), identifier.rule, wording) for found in spaced.finditer(folded))


@lru_cache(maxsize=512)
def _spaced(value: str) -> re.Pattern[str] | None:
    """An identifier however it is spaced; None for one too short to tell anything."""
    characters = [
        re.escape(character) for character in fold(value) if character.isalnum() or character == "@"
    ]
    if len(characters) < 4:
        return None
    return re.compile(_opening(r"[\s\-./()_]{0,3}".join(characters)) + r"(?!\w)")


_BETWEEN = 4  # characters between two words of a place
_LONGEST_SHORTENED = 8  # characters of such a word in full
# Words of an address, with the ways they are shortened.
SHORTENED = {
    "street": "(?:street|str|st)",
    "road": "(?:road|rd)",
    "avenue": "(?:avenue|ave|av)",
    "lane": "(?:lane|ln|la)",
    "close": "(?:close|cl)",
    "drive": "(?:drive|drv|dr)",
    "crescent": "(?:crescent|cresc|cres)",
    "court": "(?:court|crt|ct)",
    "terrace": "(?:terrace|terr|tce)",
    "gardens": "(?:gardens|gdns)",
    "place": "(?:place|pl)",
    "saint": "(?:saint|st)",
    "st": "(?:saint|st)",
    "north": "(?:north|n)",
    "south": "(?:south|s)",
    "east": "(?:east|e)",
    "west": "(?:west|w)",
    "and": "(?:and|&|n)",
}

IDENTIFIER_WORDING = {
    "nhs_number": "[NHS number]",
    "postcode": "[postcode]",
    "email": "[e-mail address]",
    "telephone": "[telephone number]",
    "case_number": "[reference]",
}
