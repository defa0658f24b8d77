"""What a question asks for by its words: the themes that it names, by the codebook's names and by the rules
themselves; and whether it was asked with a word such as "no".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.theming.discovery.words import EMPTY
from services.theming.discovery.words import TOKEN as WORD
from services.theming.domain.search.question import themes_called
from services.theming.domain.search.rules import search_rules
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Codebook
from services.theming.nlp.themer import Themer
from services.theming.nlp.told_files import is_learnt
from services.theming.searching.field_phrases import asking

Span = tuple[int, int]


@dataclass(frozen=True)
class Understood:
    """``themes`` the words as a whole name, ``part`` those that a part of them names. ``turned``: the word
    that turns what was asked for, such as "no", and how it is meant then.
    """

    themes: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    turned: tuple[str, Assertion] | None = None


def understood(words: str, codebook: Codebook, themer: Themer) -> Understood:
    """A phrase in double quotation marks is to be found word for word: what it names is a part alone, and
    nothing turns it. So it is with a phrase of the field, as "was not brought", that is all that was typed.
    Words that only went with a theme in other accounts ask for it in part: they may be meant otherwise.
    """
    phrases, quoted = _phrases_in(words, themer), '"' in words
    proposals = themer.propose(words).proposals
    named = {each.theme: [(one.start, one.end) for one in each.evidence] for each in proposals}
    by_rule = {
        each.theme: [(e.start, e.end) for e in each.evidence if not is_learnt(e.rule_id)]
        for each in proposals
    }
    whole = {theme for theme, spans in by_rule.items() if _is_all(words, spans)}
    called = {*themes_called(words, codebook), *themes_called(themer.read(words).text, codebook)}
    if quoted or (phrases and _is_all(words, phrases)):
        return Understood((), _ordered(whole | named.keys() | called, codebook))
    affirmed = any(each.assertion is Assertion.AFFIRMED for each in proposals if each.theme in whole)
    turned = None if affirmed else _turned(words, phrases, themer)
    whole |= called
    return Understood(_ordered(whole, codebook), _ordered(named.keys() - whole, codebook), turned)


def _ordered(themes: Collection[str], codebook: Codebook) -> tuple[str, ...]:
    return tuple(theme for theme in codebook.themes if theme in themes)


def _phrases_in(words: str, themer: Themer) -> list[Span]:
    """Where the words hold phrases of the field: a "not" in them is a part of them."""
    reading = themer.read(words)
    return [reading.span(*each.span) for each in asking().found(reading.text, 0, len(reading.text))]


def _turned(words: str, phrases: Sequence[Span], themer: Themer) -> tuple[str, Assertion] | None:
    reading = themer.read(words)
    for match in WORD.finditer(words):
        if any(start <= match.start() < end for start, end in phrases):
            continue
        assertion, cue = reading.assertion_of(*match.span())
        typed = cue.strip().lower()
        if assertion is not Assertion.AFFIRMED and typed and typed in words.lower():
            return typed, assertion
    return None


def _is_all(words: str, spans: Sequence[Span]) -> bool:
    """Whether every word that says something stands within the spans."""
    telling = [match.span() for match in WORD.finditer(words) if _tells(match[0].lower())]
    return all(any(start <= at and end <= stop for start, stop in spans) for at, end in telling)


def _tells(word: str) -> bool:
    return word not in EMPTY or word in search_rules().numbers
