"""Mentions told by a sentence's words together, and mentions of rules that those words speak against."""

from collections.abc import Iterator, Mapping, Sequence

from services.theming.nlp.contexts import Found, Span
from services.theming.nlp.forms import Field, field_at
from services.theming.nlp.rules import Rule
from services.theming.nlp.told_words import OWN_WORDS, SPEAKS, SPEAKS_AGAINST, ToldWords
from services.theming.nlp.word_tables import words_of

TOLD_WORDS = "told_words"
#: A sentence of fewer words says too little to speak against what a rule matched.
FEWEST_AGAINST = 6


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
    """Mentions to add to those already found `there`, in sentence number `at`; of those the unlikely are
    marked. A theme that a rule matched, however it is meant, is not added.
    """
    words = words_of(text, *sentences[at])
    if not words:
        return
    odds = told.weigh(words)
    for mention in there:
        # a heading has few words, and its answer says what counts
        theme = mention.rule.theme
        enough = len(words) >= FEWEST_AGAINST and mention.field is None
        against = enough and odds.get(theme, 0) < SPEAKS_AGAINST
        # words that speak for the theme themselves are not outvoted by those around them
        mention.unlikely = against and told.within(theme, words, mention.start, mention.end) <= OWN_WORDS
    matched = {mention.rule.theme for mention in there}
    for theme, odd in odds.items():
        if odd >= SPEAKS and theme not in matched:
            telling = told.telling(theme, words)
            # what a form asks or answers is read by the rules alone
            if not (form and field_at(form, telling.start)):
                previous = sentences[at - 1] if at else None
                span = (telling.start, telling.end)
                yield Found(rules[theme], *span, list(telling.words), sentences[at], previous)
