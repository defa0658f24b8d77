"""The words for the same kind of thing: every entry can be found, and every family is of kinds that exist."""

import tomllib
from collections import Counter
from collections.abc import Iterator

import pytest

from services.theming.discovery.words import EMPTY, FOLDER, SHORTEST, TOKEN, kinds, singular, terms

AREAS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("kinds/*.toml")}
LINES = [(name, line) for area in AREAS.values() for name, line in area.get("kinds", {}).items()]


def _entries() -> Iterator[tuple[str, str]]:
    for name, line in LINES:
        for entry in line.split(","):
            yield name, entry.strip()


def _can_be_found(entry: str) -> bool:
    bare = entry.removesuffix("*")
    if " ".join(TOKEN.findall(bare)) != bare:
        return False
    if " " in entry:
        return "*" not in entry
    return len(bare) > SHORTEST if "*" in entry else singular(entry) not in EMPTY and len(entry) >= SHORTEST


def test_every_entry_can_be_found_in_a_text() -> None:
    assert [each for each in _entries() if not _can_be_found(each[1])] == []


def test_no_kind_says_an_entry_twice_and_no_two_kinds_have_one_name() -> None:
    assert [each for each, times in Counter(_entries()).items() if times > 1] == []
    assert [name for name, times in Counter(name for name, _ in LINES).items() if times > 1] == []


def test_a_kind_has_six_entries_or_more_and_a_family_three_kinds_or_more() -> None:
    assert [name for name, line in LINES if line.count(",") < 5] == []
    families = {n: m.split(", ") for area in AREAS.values() for n, m in area.get("families", {}).items()}
    assert {member for members in families.values() for member in members} <= {name for name, _ in LINES}
    assert [name for name, members in families.items() if len(set(members)) < 3] == []


def test_every_area_says_its_version_and_where_it_comes_from() -> None:
    needed = {"version", "valid_from", "source"}
    assert [name for name, area in AREAS.items() if not needed <= set(area)] == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The whirlpool was warm.", "She had lifted the spa cover.", "#hot_tubs"),
        ("The kettle flex hung down.", "He pulled the cup over himself.", "#scalds"),
        ("His aunt spoke for her in Tigrinya.", "Nobody booked a telephone interpreter.", "#interpreters"),
        ("The crew could not find the house.", "The sat nav led elsewhere.", "#ambulance_lost"),
        ("The lights went out.", "The back-up battery lasted an hour.", "#power_cuts"),
    ],
)
def test_two_accounts_in_other_words_tell_of_one_kind(one: str, other: str, kind: str) -> None:
    assert kind in terms(one)
    assert kind in terms(other)
    assert kinds().families[kind] & set(terms(one))
