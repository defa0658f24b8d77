"""What was read, in plain words: a table of pages and readings, so that nobody needs the names of routes.

An entry says which action it was; where the edge wrote it (``OPENED_PAGE``) its subject is the page's name.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHARED = Path(__file__).with_name("words.toml")
FILE = "audit_words.toml"
OPENED_PAGE = "opened_page"
#: Kinds of reading by what a file of words calls them, in the order in which they are shown.
KINDS: Mapping[str, str] = {
    "case": "Pages of a case",
    "list": "Lists and figures",
    "search": "Searches",
    "download": "Downloads",
    "link": "By a link of their own",
    "audit": "The audit",
    "other": "Other pages",
}


@dataclass(frozen=True)
class Read:
    """What was read, as a phrase, and of which of ``KINDS`` it is."""

    says: str
    kind: str


@cache
def words_of(folder: Path) -> Mapping[str, Read]:
    """What a service's pages and readings are called, by name; ``folder`` is the service's."""
    own = folder / FILE
    files = (SHARED, own) if own.exists() else (SHARED,)
    return {name: read for file in files for name, read in words_in(file).items()}


def words_in(file: Path) -> Mapping[str, Read]:
    """The words of one file, by name. Raises ValueError for a kind that is none, or a name with two."""
    with file.open("rb") as opened:
        tables = tomllib.load(opened)
    if strange := tables.keys() - KINDS.keys():
        raise ValueError(f"{file.name}: no kind of reading: {', '.join(sorted(strange))}")
    names = [name for table in tables.values() for name in table]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{file.name}: of two kinds: {', '.join(sorted(twice))}")
    return {name: Read(says, kind) for kind, table in tables.items() for name, says in table.items()}


def name_read(action: str, subject: str) -> str:
    """By which name an entry's words are found."""
    return subject if action == OPENED_PAGE and subject else action


def what_was_read(words: Mapping[str, Read], action: str, subject: str, of_case: bool) -> Read:
    """The words of an entry; of a page that has none any more, its name as a phrase."""
    name = name_read(action, subject)
    plain = name.replace("_", " ").replace("-", " ")
    return words.get(name) or Read(plain[:1].upper() + plain[1:], "case" if of_case else "other")


def names_of_kind(words: Mapping[str, Read], kinds: Iterable[str]) -> frozenset[str]:
    """The names whose reading is of one of these kinds."""
    wanted = frozenset(kinds)
    return frozenset(name for name, read in words.items() if read.kind in wanted)
