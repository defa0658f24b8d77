"""Find the people named in the case, however their names are written."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from .first_names import has_lost_its_apostrophe
from .known_edges import (
    after_glued,
    after_initials,
    before_glued,
    before_initials,
    before_particle,
    ends_with_street,
    has_own_initial,
    title_before,
)
from .known_places import place_names
from .name_atoms import Atom
from .name_parts import NameIndex, NamePart, Reading, name_index
from .names import KnownNames, KnownPerson
from .reading import Word, Words
from .replacing import Span
from .roles import phrase_for, somebody_else
from .senses import is_meant_as_name, is_small_line, is_spoken_of, is_worth_a_look
from .surroundings import Surroundings, no_capitals
from .unknown_beside import after_unknown, before_unknown, has_another_family, is_somebody_else
from .words import (
    ABBREVIATIONS,
    CAMEL_WORDS,
    NAME_SENSE_BEFORE,
    is_ordinary,
)

LONGEST_NAME = 8  # written forms taken together as one name
# A full stop stands within a name only after a letter or two: "St. Wystan", "J.J.", never "summer. Joy".
_INSIDE_A_NAME = re.compile(r"[ \t\xa0'\-]{0,3}(?:\n[ \t]*)?|(?<=\b[a-z])\.\s?|(?<=\b[a-z]{2})\.\s?")
_BETWEEN_NAMES = re.compile(
    r"(?:\s?,)?[ \t\-]{0,4}(?:\n[ \t]*)?(?:[a-z]\.?\s{1,2}){0,2}"
    r"|\s(?:ab|ap|ferch|bin|binti|ben|bat|bas|al|el|van|de|der|dos|das)\s|[_/]|(?<=\b[a-z])\.\s?|(?<=[a-z])\.(?=[a-z])|(?:dos|das|de|al|el|van|von|der|den|la|le|ap|bin|o|mc|mac){1,3}"
)


def known_people(source: str, folded: str, words: Words, known: KnownNames) -> Iterator[Span]:
    """Spans of every name of a known person, full names taken together, titles included."""
    index = name_index(known.people + place_names(known.places))
    atoms = list(_atoms(source, folded, words, index))
    for group in _groups(folded, words, atoms):
        yield from _span(source, folded, words, group, index)


def _atoms(source: str, folded: str, words: Words, index: NameIndex) -> Iterator[Atom]:
    until = 0
    glued = set(words.glued)
    named = (positions for text, positions in words.at.items() if index.reading(text))
    for at in sorted(glued.union(*named) - _of_terms(words, index)):
        if at < until:
            continue
        atom = (_glued(words, at, index) if at in glued else None) or _atom(source, folded, words, at, index)
        if atom:
            yield atom
            until = atom.last


def _of_terms(words: Words, index: NameIndex) -> set[int]:
    """The pieces of "TRiM" and "SystmOne", which are no piece of a name; unless the whole is one."""
    return {
        at
        for run in words.runs.keys() & CAMEL_WORDS
        if index.reading(run) is None
        for first in words.runs[run]
        for at in range(first, bisect_right(words.ends, words[first].start + len(run)))
    }


def _atom(source: str, folded: str, words: list[Word], at: int, index: NameIndex) -> Atom | None:
    if (read := index.reading(words[at].text)) is None:
        return None
    atom = (
        _exact(folded, words, at, read)
        or _joined(source, words, at, read, index)
        or _plural(words, at, read)
        or _misspelt(source, words, at, read)
        or (Atom(at, at + 1, read.within, rule="within") if read.within else None)
    )
    return None if atom is None or _is_place_as_word(source, words[at], atom) else atom


def _glued(words: list[Word], at: int, index: NameIndex) -> Atom | None:
    """ "MacLed", of which the halves say nothing."""
    joined = words[at].text + words[at + 1].text
    whole = index.reading(joined)
    if whole is None or not (whole.near or index.exactly(joined)):
        return None
    return Atom(at, at + 2, whole.near or whole.parts, rule="misspelt_name" if whole.near else "known_name")


def _is_place_as_word(source: str, word: Word, atom: Atom) -> bool:
    """ "Picked brambles" names no Bramble Cottage."""
    of_places = all(part.person.side == "place" for part in atom.parts)
    return of_places and word.shape == "lower" and not no_capitals(source)


def _exact(folded: str, words: list[Word], at: int, read: Reading) -> Atom | None:
    found = [part for part in read.parts if _follows(folded, words, at, part.words)]
    longest = max((len(part.words) for part in found), default=0)
    parts = tuple(part for part in found if len(part.words) == longest)
    return Atom(at, at + longest, parts) if parts else None


def _follows(folded: str, words: list[Word], at: int, form: tuple[str, ...]) -> bool:
    """Whether the words from `at`, of which the first is the form's, are the form."""
    if len(form) == 1:
        return True
    if at + 1 == len(words) or words[at + 1].text != form[1]:
        return False
    run = words[at : at + len(form)]
    return tuple(word.text for word in run) == form and all(
        _INSIDE_A_NAME.fullmatch(folded, one.end, two.start) for one, two in pairwise(run)
    )


def _joined(source: str, words: list[Word], at: int, read: Reading, index: NameIndex) -> Atom | None:
    """ "Xiao Ming" for Xiaoming."""
    if (
        not read.begins
        or at + 1 == len(words)
        or source[words[at].end : words[at + 1].start] not in {" ", "-", "'"}
    ):
        return None
    whole = words[at].text + words[at + 1].text
    return (
        Atom(at, at + 2, index.exactly(whole))
        if whole in read.begins and (words[at].shape != "lower" or no_capitals(source))
        else None
    )


def _plural(words: list[Word], at: int, read: Reading) -> Atom | None:
    """ "the Okafors", "Amaras mum" without its apostrophe; of a name that is a word "Roses mum"."""
    after_the = at > 0 and words[at - 1].text in {"the", "both", "all"} and words[at].shape == "capital"
    parts = tuple(
        part
        for part in read.plural
        if after_the or not part.doubtful or (_is_given(part) and has_lost_its_apostrophe(words, at))
    )
    return Atom(at, at + 1, parts, rule="plural") if parts else None


def _misspelt(source: str, words: list[Word], at: int, read: Reading) -> Atom | None:
    """In a text with capitals only a word with one, or after "mum" or "baby", is a name gone wrong."""
    word = words[at]
    named = (
        word.shape != "lower"
        or (at > 0 and words[at - 1].text in NAME_SENSE_BEFORE)
        or no_capitals(source)
        or (bool(read.near) and is_small_line(source, word))
    )
    return Atom(at, at + 1, read.near, rule="misspelt_name") if read.near and named else None


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


def _span(source: str, folded: str, words: list[Word], group: list[Atom], index: NameIndex) -> Iterator[Span]:
    start, end = words[group[0].first].start, words[group[-1].last - 1].end
    around = Surroundings(source, folded, words, group[0].first, group[-1].last)
    people = set.intersection(*(atom.people() for atom in group))
    if (
        not _certain(group, around, index)
        and not has_own_initial(source, start, people)
        and not is_meant_as_name(around, first_name=_is_first_name(group, people))
    ):
        if is_worth_a_look(around):
            yield Span(start, end, "doubt", "is also a name in this case")
        return
    kinds = {part.kind for atom in group for part in atom.parts if part.person in people}
    begins = before_initials(source, start, people)
    if not ends_with_street(source, begins):
        begins = before_particle(folded, begins)
    named = begins
    begins = before_unknown(source, words, group[0], begins)
    other = begins < named and is_somebody_else(source, words[group[0].first - 1], people)
    begins = before_glued(folded, begins)
    named, end = end, max(end, after_unknown(source, words, group[-1]))
    other = other or (end > named and has_another_family(words[group[-1].last], people))
    end = after_glued(source, after_initials(source, end, people, kinds))
    begins, said = title_before(source, folded, begins)
    span = phrase_for(source, folded, begins, end, people, kinds, said)
    if other:
        span = somebody_else(span, people)
    if any(atom.rule == "within" for atom in group):
        span = _whole_token(source, span)
    rule = (
        "misspelt_name" if any(atom.rule in {"misspelt_name", "within"} for atom in group) else "known_name"
    )
    yield span._replace(rule=rule if not group[0].doubtful or len(group) > 1 else "known_name_word")


def _whole_token(source: str, span: Span) -> Span:
    """All of "zofianowak_x0x", of which the name is a part."""
    before = re.search(r"\w*$", source[max(0, span.start - 40) : span.start])
    after = re.match(r"\w*", source[span.end : span.end + 40])
    return span._replace(
        start=span.start - len(before.group() if before else ""),
        end=span.end + len(after.group() if after else ""),
    )


def _certain(group: list[Atom], around: Surroundings, index: NameIndex) -> bool:
    """A name that is no word, or several together: "Hope Will", but not "a summer day"."""
    if any(not atom.doubtful or atom.rule == "plural" for atom in group) or _is_alias_in_capitals(
        group, around
    ):
        return True
    if around.word.shape == "capital" and around.next_is_capital() and _is_family_name(around, index):
        return True  # "Hope Finch", with the child's name and the carer's
    several = len(group) > 1 or group[0].last - group[0].first > 1
    return several and (
        any(around.words[atom.first].shape != "lower" for atom in group)
        or no_capitals(around.source)
        or is_spoken_of(around)
    )


def _is_first_name(group: list[Atom], people: set[KnownPerson]) -> bool:
    """Whether somebody is called by it, as one is not by a family name, unless one has no other."""
    return any(_is_given(part) for atom in group for part in atom.parts if part.person in people)


def _is_given(part: NamePart) -> bool:
    return part.person.side != "place" and (part.kind != "family" or not part.person.given_names)


def _is_family_name(around: Surroundings, index: NameIndex) -> bool:
    return any(
        part.kind == "family" and part.person.side != "place" for part in index.exactly(around.after())
    )


def _is_alias_in_capitals(group: list[Atom], around: Surroundings) -> bool:
    """ "DJ", as a child was called."""
    return (
        around.word.shape == "capitals"
        and len(around.word.text) in {2, 3}
        and around.word.text not in ABBREVIATIONS
        and not is_ordinary(around.word.text)
        and any(part.kind == "other" for atom in group for part in atom.parts)
        and not around.all_capitals_line()
    )
