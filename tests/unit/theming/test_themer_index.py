"""Looking only where a pattern can match finds what looking everywhere does."""

import re

import pytest

from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp.ages import INDEX
from services.theming.nlp.demanded_words import Opening, beginnings, openings
from services.theming.nlp.expressions import Expression, express
from services.theming.nlp.normalising import normalise
from services.theming.nlp.own_expressions import tree_of
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import read_theme, theme_rules
from services.theming.nlp.spelling import Spelling

#: Of the patterns without a regular expression of their own each so many-th will do.
EACH = 8
THEMES = sorted(load_codebook().themes)


def frozen(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize(
    ("value", "begins"),
    [
        ("no sequelae|no bearing", frozen("no")),
        (r"(2[1-9]|3[01])(\+\d)?\/40", frozen("2*", "3*")),
        (r"[3-5] of", frozen("3*", "4*", "5*")),
        (r"\d{1,2} ?mg", frozenset(f"{figure}*" for figure in range(10))),
        (r"\bnappy sacks?\b", frozen("nappy")),
        (r"sacks? of", frozen("sack*")),
        (r"(?:just )?turned", frozen("just", "turned")),
        (r"(?P<who>he|she) (?:was|is)", frozen("he", "she")),
        (r"\[name\] died", frozen("[name]")),
    ],
)
def test_what_an_own_expression_begins_with_is_told(value: str, begins: frozenset[str]) -> None:
    assert beginnings(tree_of(value)) == begins


@pytest.mark.parametrize(
    "value", ["(?!smok)\\w+ing", "x?ray", "[a-z]{2}", "(un)?safe", "a|[x×]", "\\w+", "\\d*x"]
)
def test_what_cannot_be_told_is_left_open(value: str) -> None:
    assert not beginnings(tree_of(value))


def test_each_way_of_beginning_is_kept_with_what_comes_next() -> None:
    node = express("(germline|in (his|her) genes|the old? cot|asleep ~2 sofa|dad's mum)", {}).node
    assert openings(node) == [
        Opening(frozen("germline"), frozen(), may_end=True),
        Opening(frozen("in"), frozen("his", "her")),
        Opening(frozen("the"), frozen("old", "cot")),
        Opening(frozen("asleep"), None),
        Opening(frozen("dad's"), frozen("s")),
    ]


def everywhere(patterns: list[Expression], text: str) -> list[tuple[int, tuple[int, int]]]:
    return [
        (number, match.span())
        for number, pattern in enumerate(patterns)
        for match in pattern.compiled.finditer(text)
    ]


def found(index: PatternIndex[int], text: str) -> list[tuple[int, tuple[int, int]]]:
    return [(number, match.span()) for match, number in index.matches(text, 0, len(text))]


@pytest.mark.parametrize("theme", THEMES)
def test_the_index_finds_what_trying_everything_everywhere_does(theme: str) -> None:
    data, spell = read_theme(theme), Spelling()
    rules = theme_rules(data)
    every = [pattern for rule in rules.rules for pattern in (*rule.patterns, *rule.needs, *rule.unless)]
    patterns = [one for at, one in enumerate(every) if "/" in one.pattern or at % EACH == 0]
    index = PatternIndex((pattern, number) for number, pattern in enumerate(patterns))
    texts = [text for given in data["examples"].values() for text in given]
    even = [normalise(text, spell).text for text in (*texts, " ".join(texts))]
    assert [found(index, text) for text in even] == [everywhere(patterns, text) for text in even]
    for text, hits in zip(even, [everywhere(patterns, text) for text in even], strict=True):
        matched = {number for number, _ in hits}
        asked = range(len(patterns))
        assert {number for number in asked if index.any_of(1 << number, text, 0, len(text))} == matched


def test_matches_of_one_pattern_never_overlap_and_stay_in_the_stretch() -> None:
    index = PatternIndex([(express("no (food|no)", {}), 0), (express("(food|no ~2 milk)", {}), 1)])
    text = "no no no food. milk"
    assert found(index, text) == [(0, (0, 5)), (0, (6, 13)), (1, (9, 13))]
    assert [match.span() for match, _ in index.matches(text, 3, 8)] == [(3, 8)]


@pytest.mark.parametrize(
    "told",
    ["aged 3 months", "a 14 year old", "she was only 6, when", "at 3 days of life, neonatal", "turned 12."],
)
def test_an_age_is_looked_for_at_the_words_it_can_begin_with(told: str) -> None:
    text = f"the child, {told} and it was so, on the 3/12 of the case [name]"
    wanted = [
        (expression.pattern, match.span())
        for expression, _ in INDEX._entries
        for match in re.compile(expression.pattern, re.VERBOSE).finditer(text)
    ]
    got = [match.span() for match, _ in INDEX.matches(text, 0, len(text))]
    assert got
    assert got == [span for _, span in wanted]
