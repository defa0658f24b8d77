"""Where the codebook's rules match in a sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.theming.nlp.ages import AgeToldByText
from services.theming.nlp.apart import Apart
from services.theming.nlp.contexts import Found, Span
from services.theming.nlp.expressions import Expression
from services.theming.nlp.forms import Field, field_at
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import Rule, ThemeRules


@dataclass(frozen=True)
class FalseFriend:
    """What looks like a theme's words and never is."""

    theme: str


@dataclass(frozen=True, eq=False)
class Wanted:
    """A rule, and what it needs and must not stand there as bits of an index of all conditions."""

    rule: Rule
    conditions: PatternIndex[None]
    needs: int
    unless: int
    unless_text: int


def index_of(themes: Iterable[ThemeRules]) -> PatternIndex[Wanted | FalseFriend]:
    """Everything to be looked for in a sentence."""
    themes = list(themes)
    rules = [rule for theme in themes for rule in theme.rules]
    numbers: dict[str, int] = {}
    told: list[tuple[Expression, None]] = []
    for rule in rules:
        for expression in (*rule.needs, *rule.unless, *rule.unless_text):
            if numbers.setdefault(expression.pattern, len(numbers)) == len(told):
                told.append((expression, None))
    conditions = PatternIndex(told)

    def bits(expressions: Iterable[Expression]) -> int:
        return sum(1 << number for number in {numbers[one.pattern] for one in expressions})

    wanted = [
        (pattern, Wanted(rule, conditions, bits(rule.needs), bits(rule.unless), bits(rule.unless_text)))
        for rule in rules
        for pattern in rule.patterns
    ]
    friends = [(pattern, FalseFriend(theme.id)) for theme in themes for pattern in theme.false_friends]
    return PatternIndex([*wanted, *friends])


def literals(match: re.Match[str]) -> list[Span]:
    """The match without the gaps of its pattern."""
    if len(match.regs) == 1:
        return [match.span()]
    gaps = sorted(span for span in match.regs[1:] if span[0] >= 0 and span[0] < span[1])
    parts, begin = [], match.start()
    for start, end in gaps:
        parts.append((begin, start))
        begin = end
    return [*parts, (begin, match.end())]


def _where(rule: Rule, text: str, at: int, sentences: list[Span]) -> Span:
    """The stretch in which the rule's further conditions are looked for."""
    if rule.reach == "text":
        return 0, len(text)
    around = 1 if rule.reach == "near" else 0
    return sentences[max(0, at - around)][0], sentences[min(len(sentences) - 1, at + around)][1]


class WholeText:
    """What is asked of a text as a whole: looked for once, however many of its sentences ask."""

    def __init__(self, text: str) -> None:
        self.text, self.age = text, AgeToldByText(text)
        self._held: dict[int, bool] = {}

    def stands(self, conditions: PatternIndex[None], wanted: int, start: int, end: int) -> bool:
        if (start, end) != (0, len(self.text)):
            return conditions.any_of(wanted, self.text, start, end)
        if wanted not in self._held:
            self._held[wanted] = conditions.any_of(wanted, self.text, start, end)
        return self._held[wanted]


def _holds(wanted: Wanted, at: int, sentences: list[Span], whole: WholeText) -> bool:
    rule, conditions, text = wanted.rule, wanted.conditions, whole.text
    if not whole.age.fits(rule.age):
        return False
    if rule.needs and not whole.stands(conditions, wanted.needs, *_where(rule, text, at, sentences)):
        return False
    if rule.unless and whole.stands(conditions, wanted.unless, *sentences[at]):
        return False
    return not (rule.unless_text and whole.stands(conditions, wanted.unless_text, 0, len(text)))


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def find_mentions(
    whole: WholeText,
    sentences: list[Span],
    at: int,
    index: PatternIndex[Wanted | FalseFriend],
    form: list[Field],
) -> list[Found]:
    """Mentions in sentence number `at`: for each theme the longest of those that overlap, none on a false
    friend.
    """
    text, (start, end) = whole.text, sentences[at]
    false: dict[str, list[Span]] = {}
    matches: list[tuple[re.Match[str], Wanted]] = []
    for match, what in index.matches(text, start, end):
        if isinstance(what, FalseFriend):
            false.setdefault(what.theme, []).append(match.span())
        else:
            matches.append((match, what))
    previous = sentences[at - 1] if at else None
    held: dict[str, bool] = {}
    found: list[Found] = []
    for match, wanted in matches:
        rule = wanted.rule
        if rule.id not in held:
            held[rule.id] = _holds(wanted, at, sentences, whole)
        if not held[rule.id]:
            continue
        field = field_at(form, match.start()) if form else None
        if rule.heading and not (field and field.says and match.end() <= field.heading_end):
            continue
        named = literals(match)
        if rule.theme in false and any(_inside(literal, false[rule.theme]) for literal in named):
            continue
        found.append(Found(rule, *match.span(), named, sentences[at], previous, field))
    return _longest(found)


def _longest(found: list[Found]) -> list[Found]:
    if len(found) < 2:
        return found
    taken: dict[str, Apart] = {}
    kept: dict[str, list[Found]] = {}
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        theme = mention.rule.theme
        if taken.setdefault(theme, Apart()).take(mention.start, mention.end):
            kept.setdefault(theme, []).append(mention)
    return sorted((mention for theirs in kept.values() for mention in theirs), key=lambda one: one.start)
