"""Mentions told by a sentence's words together, and how clearly those words speak of what rules found."""

from collections.abc import Iterator, Mapping, Sequence

from services.theming.nlp.contexts import Found, Span
from services.theming.nlp.forms import Field, field_at
from services.theming.nlp.rules import Rule
from services.theming.nlp.told_files import TOLD_WORDS
from services.theming.nlp.told_words import ToldWords
from services.theming.nlp.word_tables import words_of


def told_rule(theme: str) -> Rule:
    """What evidence that no pattern matched names as its rule."""
    return Rule(theme, f"{theme}.{TOLD_WORDS}", (), None, (), (), "sentence", None, frozenset())


def weigh(
    text: str,
    sentences: Sequence[Span],
    found: Sequence[Found],
    told: ToldWords,
    rules: Mapping[str, Rule],
    form: list[Field],
) -> Iterator[Found]:
    """Mentions that may be added to those that rules found; those are told how clearly their sentence speaks
    of them. A theme that a rule matched in a sentence, however it is meant, is not added there.
    """
    read = [(at, words) for at, words in enumerate(words_of(text, *span) for span in sentences) if words]
    if not read:
        return
    odds = told.weigh_all([words for _, words in read])
    place = {sentences[at]: row for row, (at, _) in enumerate(read)}
    column = {theme: number for number, theme in enumerate(told.themes)}
    matched: set[tuple[Span, str]] = set()
    for mention in found:
        theme = mention.rule.theme
        matched.add((mention.sentence, theme))
        if mention.sentence in place and theme in column:
            mention.odds = int(odds[place[mention.sentence], column[theme]])
    for row, number in told.speaking(odds):
        (at, words), theme = read[row], told.themes[number]
        if (sentences[at], theme) not in matched:
            telling = told.telling(theme, words)
            # what a form asks or answers is read by the rules alone
            if not (form and field_at(form, telling.start)):
                previous, span = sentences[at - 1] if at else None, (telling.start, telling.end)
                clearly = int(odds[row, number])
                yield Found(rules[theme], *span, list(telling.words), sentences[at], previous, odds=clearly)
