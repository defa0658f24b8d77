"""What a record holds before anybody has chosen: entries of people, and texts that may speak of them."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact, without
from services.notifications.domain.redaction.name_splitting import person_named
from services.notifications.domain.redaction.names import KnownPerson
from services.notifications.domain.subject_access.birthdays import Births, WrittenDay
from services.notifications.domain.subject_access.items import FoundItem, JudgedItem
from services.notifications.domain.subject_access.put_back import NAME, YOU, OwnDetails, for_reader

PUT_IN, ELSEWHERE = "Something that was found elsewhere", "Another place"
_CHILDREN = frozenset({"the child", "a sibling"})
_WORD = re.compile(r"[^\W\d_]+")
NO_DETAILS = OwnDetails()
_SHORTEST = 3  # letters; shorter ones stand in ordinary words


@dataclass(frozen=True)
class FoundEntry:
    """A row that is one person's own. ``contacts``: e-mail addresses, numbers and addresses of theirs.

    ``births``: when the person was born, where the row says so.
    """

    key: str
    case_reference: str
    name: str
    what: str
    given_by: str
    dated: date | None
    own: tuple[tuple[str, str], ...]
    contacts: frozenset[str] = frozenset()
    births: frozenset[WrittenDay] = frozenset()

    @property
    def item(self) -> FoundItem:
        shown = self.own or (("Name", self.name),)
        return FoundItem(
            f"entry:{self.key}", self.case_reference, self.what, OWN_ENTRY, self.given_by, self.dated, shown
        )


OWN_ENTRY = "An entry about you"


@dataclass(frozen=True)
class FoundText:
    """``put_in_at``: when it was put in by hand, and so its title and place are somebody's words.

    ``copied``: it was made of something else in the record.
    """

    key: str
    case_reference: str
    what: str
    given_by: str
    dated: date | None
    text: str
    source: str = "The record of the child’s death"
    put_in_at: datetime | None = None
    copied: bool = False


def chosen_among(entries: Iterable[FoundEntry], chosen: Iterable[tuple[str, str, str]]) -> list[FoundEntry]:
    """The entries that were chosen, by (case, key, name): one whose name has changed was not."""
    wanted = set(chosen)
    return [entry for entry in entries if (entry.case_reference, entry.key, entry.name) in wanted]


def digest_of_choice(chosen: Iterable[tuple[str, str, str]]) -> str:
    """Of entries by (case, key, name), in whatever order: which choice somebody looked at."""
    return sha256(json.dumps(sorted(chosen), ensure_ascii=False).encode()).hexdigest()


def item_of(
    found: FoundText,
    names: Iterable[str],
    known: KnownNames,
    dates: CaseDates,
    namesakes: Iterable[str] = (),
    own: OwnDetails = NO_DETAILS,
    births: Births = (),
) -> FoundItem:
    """With others taken out. ``shown`` is None where redaction lets nothing through.

    ``names``, ``own``: of who reads. ``namesakes``: names of entries that are known not to be theirs.
    ``births``: days on which others of the case were born.
    """
    names = tuple(names)
    reading = partial(_shown, with_reader(known, names, namesakes), dates, names, own, births)
    what, source = found.what, found.source
    if found.put_in_at is not None:
        what, source = reading(what) or PUT_IN, reading(source) or ELSEWHERE
    return FoundItem(
        f"text:{found.key}",
        found.case_reference,
        what,
        source,
        found.given_by,
        found.dated,
        text=found.text,
        shown=reading(found.text),
        named=_speaks_of(found.text, names),
        put_in_at=found.put_in_at,
        copied=found.copied,
        reading=reading,
    )


def _shown(
    known: KnownNames, dates: CaseDates, names: tuple[str, ...], own: OwnDetails, births: Births, text: str
) -> str | None:
    result = redact(text, known, dates)
    return for_reader(result, names, own, births) if isinstance(result, Redacted) else None


def with_words_out(item: FoundItem, also: Sequence[str]) -> FoundItem:
    """Further words are taken out of all that would go in, wherever they stand."""
    if not also or item.shown is None:
        return item
    out = partial(without, words=also)
    return replace(
        item,
        what=out(item.what) or PUT_IN,
        source=out(item.source) or ELSEWHERE,
        own=tuple((label, out(value) or "") for label, value in item.own),
        shown=out(item.shown),
        found_as=item.digest,
    )


def judged_with_words_out(one: JudgedItem, also: Sequence[str]) -> JudgedItem:
    """The same for what goes in of it where other words are held back."""
    rest = without(one.rest, also) if also and one.rest is not None else one.rest
    return replace(one, item=with_words_out(one.item, also), rest=rest)


def with_reader(known: KnownNames, names: Iterable[str], namesakes: Iterable[str] = ()) -> KnownNames:
    """Everybody as before, but the names of who reads stand for YOU.

    A grown-up of the record who has such a name is the reader, unless an entry of that name is known not to
    be theirs; a child never is. Whoever has it and is not the reader stays: then no word of it is certain.
    """
    mine = tuple(person_named(name, YOU) for name in names if name.strip())
    apart = tuple(person_named(name, NAME) for name in namesakes)
    same = {_plain(one) for one in mine}
    others = tuple(one for one in known.people if one.role in _CHILDREN or _plain(one) not in same)
    listed, words = {_plain(one) for one in others}, set().union(*map(_words_of, mine))
    unlisted = tuple(one for one in apart if _plain(one) not in listed and _words_of(one) & words)
    return KnownNames((*mine, *others, *unlisted), known.places, known.identifiers)


def _plain(one: KnownPerson) -> tuple[str, str]:
    return one.given_names.casefold(), one.family_name.casefold()


def _words_of(one: KnownPerson) -> set[str]:
    return _words(f"{one.given_names} {one.family_name}")


def _speaks_of(text: str, names: Iterable[str]) -> bool:
    words = {word for name in names for word in _words(name)}
    return bool(words & _words(text))


def _words(text: str) -> set[str]:
    return {word for word in _every_word(text) if len(word) >= _SHORTEST}


def _every_word(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
