"""Categories of death: a dated list in order of priority. The uppermost category that applies is primary."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from services.panel.domain.analysis.said_words import first_said
from services.panel.domain.refusals import CategoryHierarchyNotFollowed

LISTS = Path(__file__).with_name("category_list.toml")


@dataclass(frozen=True)
class CategoryOfDeath:
    """One category; ``number`` is its place in the order of priority, 1 the uppermost."""

    number: int
    name: str
    includes: str
    excludes: str


@dataclass(frozen=True)
class Pointer:
    """Words that bring a category to mind; ``*`` ends a word stem."""

    words: tuple[str, ...]
    category: int

    def found_in(self, text: str) -> str | None:
        """The first word found in ``text``, not counting one that is said to be absent."""
        return first_said(text, self.words)


@dataclass(frozen=True)
class CategoryList:
    """A published list of categories, with the day from which it is used."""

    name: str
    version: str
    starts_on: date
    source: str
    categories: tuple[CategoryOfDeath, ...]
    pointers: tuple[Pointer, ...]

    def __getitem__(self, number: int) -> CategoryOfDeath:
        return next(category for category in self.categories if category.number == number)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(category.number for category in self.categories)

    def pointed_to_by(self, cause_of_death: str) -> dict[int, str]:
        """The categories that the words of the cause bring to mind, uppermost first, each with its word."""
        found = [(pointer.category, pointer.found_in(cause_of_death)) for pointer in self.pointers]
        words = {category: word for category, word in found if word}
        return {number: words[number] for number in self.numbers if number in words}

    def stands_above(self, primary: int, applicable: Collection[int]) -> CategoryOfDeath | None:
        """The uppermost applicable category if it comes before ``primary``, else None."""
        first = next(number for number in self.numbers if number in {primary, *applicable})
        return None if first == primary else self[first]

    def check_primary(self, primary: int, applicable: Collection[int], override_reason: str = "") -> None:
        """Refuse CategoryHierarchyNotFollowed: an applicable category comes first and no reason is given."""
        above = self.stands_above(primary, applicable)
        if above and not override_reason.strip():
            raise CategoryHierarchyNotFollowed(
                f"Category {above.number}, {above.name}, also applies and comes first, so it is the primary "
                "category. Choose it, or give the reason for setting the order of priority aside"
            )


@cache
def category_lists() -> tuple[CategoryList, ...]:
    """Every list that has been in use, oldest first."""
    with LISTS.open("rb") as file:
        rows = tomllib.load(file)["list"]
    return tuple(sorted(TypeAdapter(list[CategoryList]).validate_python(rows), key=lambda one: one.starts_on))


def category_list(version: str) -> CategoryList:
    """The list with this version; LookupError if there is none."""
    for one in category_lists():
        if one.version == version:
            return one
    raise LookupError(f"no category list {version}")


def category_list_on(day: date) -> CategoryList:
    """The list in use for a review held on ``day`` (the first list for an earlier day)."""
    begun = [one for one in category_lists() if one.starts_on <= day]
    return begun[-1] if begun else category_lists()[0]
