"""Mentions told by a sentence's words together, and how clearly those words speak of what rules found."""

from collections.abc import Iterator, Mapping, Sequence

from services.theming.nlp.contexts import TOLD_WORDS, Found, Span
from services.theming.nlp.forms import Field, field_at
from services.theming.nlp.rules import Rule
from services.theming.nlp.told_words import MAY_SPEAK, ToldWords
from services.theming.nlp.word_tables import words_of


def told_rule(theme: str) -> Rule:
    """What evidence that no pattern matched names as its rule."""
    return Rule(theme, f"{theme}.{TOLD_WORDS}", (), None, (), (), "sentence", None, frozenset())


def weigh(
    text: str,
    sentences: Sequence[Span],
    at: int,
    there: Sequence[Found],
    told: ToldWords,
    rules: Mapping[str, Rule],
    form: list[Field],
) -> Iterator[Found]:
    """Mentions that may be added to those already found `there`, in sentence number `at`; those are told how
    clearly it speaks of their theme. A theme that a rule matched, however it is meant, is not added.
    """
    words = words_of(text, *sentences[at])
    if not words:
        return
    odds = told.weigh(words)
    for mention in there:
        mention.odds = odds.get(mention.rule.theme)
    matched = {mention.rule.theme for mention in there}
    for theme, odd in odds.items():
        # no word of a sentence that is weighed at no more than nothing at all can be its evidence
        if odd >= MAY_SPEAK and odd > told.before[theme] and theme not in matched:
            telling = told.telling(theme, words)
            # what a form asks or answers is read by the rules alone
            if not (form and field_at(form, telling.start)):
                previous = sentences[at - 1] if at else None
                span = (telling.start, telling.end)
                yield Found(rules[theme], *span, list(telling.words), sentences[at], previous, odds=odd)
