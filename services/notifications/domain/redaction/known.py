"""Find the people named in the case, however their names are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .misspelling import near_name
from .name_parts import NameIndex, NamePart, name_index
from .names import KnownNames, KnownPerson
from .reading import Word
from .replacing import Span
from .roles import phrase_for
from .senses import Surroundings, is_meant_as_name

LONGEST_NAME = 8  # written forms taken together as one name
_INSIDE_A_NAME = re.compile(r"[\s'\-.]{0,3}")
_BETWEEN_NAMES = re.compile(r"(?:\s*,)?[\s\-]{0,4}(?:[a-z]\.?\s{1,2}){0,2}|\.?_?")
_TITLE = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|master|baby|little|poor|nurse|midwife|pc|dc|ds|wpc|sgt|sir|rev|reverend|imam)\b"
    r"[.\s]{0,3}(?:(?:boy|girl|twin|and|&)\s+)?)+$"
)
_INITIALS_BEFORE = re.compile(r"(?:\b[A-Z](?:\.\s?|\s)){1,3}$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One matched name form: words `first` to `last` (exclusive)."""

    first: int
    last: int
    parts: tuple[NamePart, ...]
    rule: str = "known_name"

    @property
    def doubtful(self) -> bool:
        return all(part.doubtful for part in self.parts)

    def people(self) -> set[KnownPerson]:
        return {part.person for part in self.parts}


def known_people(source: str, folded: str, words: list[Word], known: KnownNames) -> Iterator[Span]:
    """Spans of every name of a known person, full names taken together, titles included."""
    index = name_index(known.people)
    atoms = list(_atoms(folded, words, index))
    for group in _groups(folded, words, atoms):
        yield from _span(source, folded, words, group)


def _atoms(folded: str, words: list[Word], index: NameIndex) -> Iterator[Atom]:
    at = 0
    while at < len(words):
        atom = _exact(folded, words, at, index) or _plural(words, at, index) or _misspelt(words, at, index)
        if atom:
            yield atom
        at = atom.last if atom else at + 1


def _exact(folded: str, words: list[Word], at: int, index: NameIndex) -> Atom | None:
    found = [part for part in index.starting_with(words[at].text) if _follows(folded, words, at, part.words)]
    longest = max((len(part.words) for part in found), default=0)
    parts = tuple(part for part in found if len(part.words) == longest)
    return Atom(at, at + longest, parts) if parts else None


def _follows(folded: str, words: list[Word], at: int, form: tuple[str, ...]) -> bool:
    run = words[at : at + len(form)]
    return tuple(word.text for word in run) == form and all(
        _INSIDE_A_NAME.fullmatch(folded, one.end, two.start) for one, two in pairwise(run)
    )


def _plural(words: list[Word], at: int, index: NameIndex) -> Atom | None:
    """ "the Okafors", and "Amaras mum" with its apostrophe lost."""
    text = words[at].text
    parts = [
        part for part in index.starting_with(text[:-1]) if part.words == (text[:-1],) and not part.doubtful
    ]
    return Atom(at, at + 1, tuple(parts)) if text.endswith("s") and len(text) > 4 and parts else None


def _misspelt(words: list[Word], at: int, index: NameIndex) -> Atom | None:
    name = near_name(words[at].text, index.single_words)
    if name is None:
        return None
    parts = tuple(part for part in index.starting_with(name) if part.words == (name,))
    return Atom(at, at + 1, parts, rule="misspelt_name")


def _groups(folded: str, words: list[Word], atoms: list[Atom]) -> Iterator[list[Atom]]:
    """Atoms that together are one person's name: "Okafor, Amara", "Amara G. Okafor"."""
    group: list[Atom] = []
    for atom in atoms:
        if group and len(group) < LONGEST_NAME and _belongs(folded, words, group, atom):
            group.append(atom)
        else:
            if group:
                yield group
            group = [atom]
    if group:
        yield group


def _belongs(folded: str, words: list[Word], group: list[Atom], atom: Atom) -> bool:
    if atom.doubtful and (words[atom.first].shape == "lower") != (words[group[-1].first].shape == "lower"):
        return False  # "Mrs Will may call"
    shared = set.intersection(*(one.people() for one in group)) & atom.people()
    gap = (words[group[-1].last - 1].end, words[atom.first].start)
    return bool(shared) and _BETWEEN_NAMES.fullmatch(folded, *gap) is not None


def _span(source: str, folded: str, words: list[Word], group: list[Atom]) -> Iterator[Span]:
    start, end = words[group[0].first].start, words[group[-1].last - 1].end
    certain = len(group) > 1 or not group[0].doubtful
    around = Surroundings(source, folded, words, group[0].first, group[-1].last)
    if not certain and not is_meant_as_name(around):
        if around.worth_a_look():
            yield Span(start, end, "doubt", "is also a name in this case")
        return
    begins = _before_initials(source, start)
    title = _TITLE.search(folded, max(0, begins - 24), begins)
    people = set.intersection(*(atom.people() for atom in group))
    kinds = {part.kind for atom in group for part in atom.parts if part.person in people}
    begins = title.start() if title else begins
    span = phrase_for(source, folded, begins, end, people, kinds, title.group() if title else "")
    rule = "misspelt_name" if any(atom.rule == "misspelt_name" for atom in group) else "known_name"
    yield replace(span, rule=rule if not group[0].doubtful or len(group) > 1 else "known_name_word")


def _before_initials(source: str, start: int) -> int:
    """Where "A. O. Okafor" begins: capital letters standing alone before a name are part of it."""
    initials = _INITIALS_BEFORE.search(source, max(0, start - 8), start)
    return initials.start() if initials and initials.group().strip() != "I" else start
