"""What is hidden of a year is settled once, and is found again only where everything is the same."""

import ast
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from services.theming.disclosure import settled, years
from services.theming.disclosure.settled import InMemory, as_bits, digest_of, from_bits
from services.theming.disclosure.years import hidden_cases, hidden_group, hidden_split
from services.theming.domain.statistics.counting import CountedCase, count_cases
from services.theming.rules import rules_digest
from shared.disclosure.policies import POLICIES
from shared.periods import Period

PUBLISHABLE, BOARD = POLICIES
YEAR, FIRST = Period(2025, "Y", 1), Period(2025, "Q", 1)
SEXES = ("female", "male", "not_known")
KNOWN = {"female": {"known"}, "male": {"known"}, "not_known": set()}


class Watched(InMemory):
    def __init__(self) -> None:
        super().__init__()
        self.kept = 0

    def put(self, digest: bytes, hidden: bytes) -> None:
        self.kept += 1
        super().put(digest, hidden)


def some_year(extra: int = 0) -> Counter:
    cases = [
        CountedCase(period.starts_on, area, frozenset({sex} | KNOWN[sex]), 3 + number)
        for number, sex in enumerate(SEXES)
        for area in ("Leicester", "Leicestershire", "Rutland", "Other")
        for period in (Period(2025, "Q", quarter) for quarter in range(1, 5))
    ]
    return count_cases(
        [*cases, CountedCase(YEAR.ends_on, "Leicester", frozenset({"male"} | KNOWN["male"]), extra)]
    )


def nothing_is_worked_out(problem: object) -> None:
    raise AssertionError("worked out anew")


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_what_is_found_again_is_what_was_worked_out(policy, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, counts = InMemory(), some_year()

    def every() -> list[frozenset]:
        return [
            hidden_cases(policy, YEAR, counts, kept),
            hidden_split(policy, YEAR, SEXES, counts, kept),
            hidden_split(policy, FIRST, SEXES, counts, kept),
            hidden_group(policy, YEAR, "known", SEXES[:2], counts, kept),
        ]

    worked_out = every()
    assert any(worked_out)
    monkeypatch.setattr(years, "protect", nothing_is_worked_out)
    assert every() == worked_out


def test_another_count_policy_year_stage_or_item_is_worked_out_anew() -> None:
    kept, counts = Watched(), some_year()
    asked = [
        lambda: hidden_split(PUBLISHABLE, YEAR, SEXES, counts, kept),
        lambda: hidden_split(PUBLISHABLE, YEAR, SEXES, some_year(extra=1), kept),
        lambda: hidden_split(BOARD, YEAR, SEXES, counts, kept),
        lambda: hidden_split(replace(PUBLISHABLE, suppress_to=8), YEAR, SEXES, counts, kept),
        lambda: hidden_split(PUBLISHABLE, YEAR, SEXES[::-1], counts, kept),
        lambda: hidden_split(PUBLISHABLE, Period(2024, "Y", 1), SEXES, counts, kept),
        lambda: hidden_group(PUBLISHABLE, YEAR, "known", SEXES[:2], counts, kept),
    ]
    for ask in asked:
        before = kept.kept
        ask()
        assert kept.kept > before
    before = kept.kept
    for ask in asked:
        ask()
    assert kept.kept == before


def test_a_later_case_changes_nothing_that_was_settled_of_earlier_quarters() -> None:
    kept = Watched()
    hidden_split(PUBLISHABLE, FIRST, SEXES, some_year(), kept)
    before = kept.kept
    hidden_split(PUBLISHABLE, FIRST, SEXES, some_year(extra=1), kept)
    assert kept.kept == before


def test_changed_rules_and_another_solver_never_read_what_was_settled_before(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = digest_of(PUBLISHABLE, 2025)
    assert digest_of(PUBLISHABLE, 2025) == first
    settled._rules.cache_clear()
    monkeypatch.setattr(settled, "version", lambda name: f"another {name}")
    second = digest_of(PUBLISHABLE, 2025)
    settled._rules.cache_clear()
    monkeypatch.undo()
    (tmp_path / "rule.py").write_text("MOST = 7\n")
    monkeypatch.setattr(settled, "OF_HIDING", (tmp_path,))
    third = digest_of(PUBLISHABLE, 2025)
    (tmp_path / "rule.py").write_text("MOST = 8\n")
    rules_digest.cache_clear()
    settled._rules.cache_clear()
    fourth = digest_of(PUBLISHABLE, 2025)
    settled._rules.cache_clear()
    rules_digest.cache_clear()
    assert len({first, second, third, fourth}) == 4


def test_the_rules_of_hiding_are_all_that_the_solvers_are_told() -> None:
    """Whatever module the protecting of a year loads from here is in its digest."""
    root = Path(__file__).parents[3]
    left, seen = ["services.theming.disclosure.years"], set()
    while left:
        name = left.pop()
        file = root / Path(*name.split(".")).with_suffix(".py")
        if name in seen or not file.exists():
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                left.append(node.module)
    files = {root / Path(*name.split(".")).with_suffix(".py") for name in seen}
    places = settled.OF_HIDING
    outside = {
        file.relative_to(root).as_posix()
        for file in files
        if not any(file == place or place in file.parents for place in places)
    }
    # Neither says anything of a count: how the digest is made, and how a period's name is refused.
    assert outside == {"services/theming/rules.py", "shared/errors.py"}


def test_bits_say_of_each_cell_whether_it_is_hidden() -> None:
    keys = [(item, "all", "2025-26") for item in "abcdefghijk"]
    for hidden in (
        frozenset(),
        frozenset(keys[:1]),
        frozenset(keys[-1:]),
        frozenset(keys[1::2]),
        frozenset(keys),
    ):
        bits = as_bits(hidden, keys)
        assert len(bits) == 2
        assert from_bits(bits, keys) == hidden


def test_those_asked_for_last_are_held() -> None:
    memory = InMemory(most=2)
    memory.put(b"a", b"1")
    memory.put(b"b", b"2")
    assert memory.get(b"a") == b"1"
    memory.put(b"c", b"3")
    assert [memory.get(each) for each in (b"a", b"b", b"c")] == [b"1", None, b"3"]
