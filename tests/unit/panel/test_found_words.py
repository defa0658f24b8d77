"""A word with a star stands for every word of the texts that begins so."""

import pytest

from services.panel.domain.bundles.found_words import with_beginnings

TEXTS = ("Smoke and SMOKING; the cot.", "A smoker, cots")


@pytest.mark.parametrize(("typed", "plain", "begun"), [
    ("smoke", "smoke", ""),
    ("smok*", "", "('smoke' | 'smoker' | 'smoking')"),
    ("smok* cot*", "", "('smoke' | 'smoker' | 'smoking') & ('cot' | 'cots')"),
    ("bed -smok*", "bed", "!('smoke' | 'smoker' | 'smoking')"),
    ("cot* or smoker", "cot or cots or smoker", ""),
    ('"smok* out" cot', '"smok* out" cot', ""),
    ("xyz*", "", "('xyz')"),
    ("a* *", "a* *", ""),
    ("x-cot*", "x-", "('cot' | 'cots')"),
])  # fmt: skip
def test_what_is_looked_for(typed: str, plain: str, begun: str) -> None:
    found = with_beginnings(typed, TEXTS)
    assert (" ".join(found[0].split()), found[1]) == (plain, begun)
