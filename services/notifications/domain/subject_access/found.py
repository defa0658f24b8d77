"""What a record holds before anybody has chosen: entries of people, and texts that may speak of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact
from services.notifications.domain.redaction.name_splitting import person_named
from services.notifications.domain.redaction.names import KnownPerson
from services.notifications.domain.subject_access.items import FoundItem

YOU = "[you]"
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3  # letters; shorter ones stand in ordinary words


@dataclass(frozen=True)
class FoundEntry:
    """A row that is one person's own. ``contacts``: addresses and numbers by which they are reached."""

    key: str
    case_reference: str
    name: str
    what: str
    given_by: str
    dated: date | None
    own: tuple[tuple[str, str], ...]
    contacts: frozenset[str] = frozenset()

    @property
    def item(self) -> FoundItem:
        shown = self.own or (("Name", self.name),)
        return FoundItem(
            f"entry:{self.key}", self.case_reference, self.what, OWN_ENTRY, self.given_by, self.dated, shown
        )


OWN_ENTRY = "An entry about you"


@dataclass(frozen=True)
class FoundText:
    key: str
    case_reference: str
    what: str
    given_by: str
    dated: date | None
    text: str
    source: str = "The record of the child’s death"


def chosen_among(entries: Iterable[FoundEntry], chosen: Iterable[tuple[str, str, str]]) -> list[FoundEntry]:
    """The entries that were chosen, by (case, key, name): one whose name has changed was not."""
    wanted = set(chosen)
    return [entry for entry in entries if (entry.case_reference, entry.key, entry.name) in wanted]


def item_of(found: FoundText, names: Iterable[str], known: KnownNames, dates: CaseDates) -> FoundItem:
    """With others taken out. ``shown`` is None where redaction lets nothing through."""
    names = tuple(names)
    result = redact(found.text, with_reader(known, names), dates)
    shown = result.text if isinstance(result, Redacted) else None
    return FoundItem(
        f"text:{found.key}",
        found.case_reference,
        found.what,
        found.source,
        found.given_by,
        found.dated,
        text=found.text,
        shown=shown,
        named=_speaks_of(found.text, names),
    )


def with_words_out(item: FoundItem, also: Iterable[str]) -> FoundItem:
    """Further words are taken out of what is shown, wherever they stand."""
    if item.shown is None:
        return item
    result = redact(item.shown, KnownNames(), CaseDates(), also=tuple(also))
    return replace(item, shown=result.text if isinstance(result, Redacted) else None)


def with_reader(known: KnownNames, names: Iterable[str]) -> KnownNames:
    """Everybody as before, but the names of who reads stand for YOU."""
    mine = tuple(person_named(name, YOU) for name in names if name.strip())
    same = {_plain(one) for one in mine}
    others = tuple(one for one in known.people if _plain(one) not in same)
    return KnownNames((*mine, *others), known.places, known.identifiers)


def _plain(one: KnownPerson) -> tuple[str, str]:
    return one.given_names.casefold(), one.family_name.casefold()


def _speaks_of(text: str, names: Iterable[str]) -> bool:
    words = {word for name in names for word in _words(name)}
    return bool(words & _words(text))


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST}
