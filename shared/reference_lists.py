"""Lists of allowed values, each with a name, a version and a source. Codes are stored, labels are shown.

The lists themselves are in ``reference_lists.toml``.

Not known, not stated and not applicable are codes of their own: none of them is a blank.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Term:
    """A value. ``group`` is its parent in published tables, ``includes`` other words for it."""

    code: str
    label: str
    group: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReferenceList:
    """An ordered list of terms."""

    name: str
    version: str
    source: str
    terms: tuple[Term, ...]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, code: object) -> bool:
        return any(term.code == code for term in self.terms)

    def term(self, code: str) -> Term:
        """The term with this code; KeyError if there is none."""
        for term in self.terms:
            if term.code == code:
                return term
        raise KeyError(f"{code!r} is not in the list '{self.name}'")

    def label(self, code: str) -> str:
        """How a code is shown; a code of an older list is shown as it was written."""
        return self.term(code).label if code in self else code

    def codes(self) -> tuple[str, ...]:
        return tuple(term.code for term in self.terms)

    def code_for(self, written: str) -> str | None:
        """The code for a code, label or other word as written (case and spacing do not matter), or None."""
        return self._codes.get(_plain(written))

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Code by word in plain letters; of two terms with one word the first has it."""
        words = [
            (_plain(word), term.code)
            for term in self.terms
            for word in (term.code, term.label, *term.includes)
        ]
        return dict(reversed(words))


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").lower().split())


def _load() -> dict[str, ReferenceList]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        key: ReferenceList(
            given["name"],
            given["version"],
            given["source"],
            tuple(
                Term(code, label, group, tuple(includes)) for code, label, group, includes in given["terms"]
            ),
        )
        for key, given in written.items()
    }


_LISTS = _load()
YES_NO_NOT_KNOWN = _LISTS["yes_no_not_known"]
SEX = _LISTS["sex"]
ETHNIC_CATEGORIES = _LISTS["ethnic_categories"]
PLACES = _LISTS["places"]
SECTORS = _LISTS["sectors"]
ROLES = _LISTS["roles"]
LOCAL_AUTHORITIES = _LISTS["local_authorities"]
CIRCUMSTANCE_EVENTS = _LISTS["circumstance_events"]
