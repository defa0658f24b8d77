"""How any words of a text are meant: affirmed, denied, uncertain, about somebody else.

For words that no theme names, such as those somebody searched for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.contexts import ANYONE, Found, decide, find_cues
from services.theming.nlp.forms import field_at, fields
from services.theming.nlp.normalising import Normalised
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.people import subject
from services.theming.nlp.rules import Cue, Rule, ThemeRules, cues_of_any_words, shared_cues
from services.theming.nlp.scopes import FoundCue
from services.theming.nlp.sentences import sentences

Span = tuple[int, int]
NO_THEME = ThemeRules("", frozenset(), (), (), frozenset(), ())
ANY_WORDS = Rule("", "words", (), None, (), (), "sentence", None, frozenset())


@cache
def _cues() -> PatternIndex[Cue]:
    return PatternIndex([*shared_cues(), *cues_of_any_words()])


class Reading:
    """One text; what it says may be asked of it as often as one likes. ``text`` and ``sentences`` are those
    of the evened-out text, from which ``span`` leads back to the original.
    """

    def __init__(self, normalised: Normalised) -> None:
        self._normalised = normalised
        self._form = fields(normalised.text)
        self.original, self.text = normalised.original, normalised.text
        self.sentences: Sequence[Span] = sentences(normalised.text, self._form)
        self._found_cues: dict[Span, list[FoundCue]] = {}

    def span(self, start: int, end: int) -> Span:
        """Where the evened-out characters, at least one, stand in the text as given."""
        return self._normalised.span(start, end)

    def even_span(self, start: int, end: int) -> Span:
        """Where characters of the text as given stand in the evened-out text."""
        return bisect_right(self._normalised.ends, start), bisect_left(self._normalised.starts, end)

    @property
    def unsaid(self) -> tuple[Span, ...]:
        """Where, in the text as given, a form asks what nobody answered or what was answered with no."""
        no = (Assertion.UNANSWERED, Assertion.NEGATED)
        return tuple(self.span(field.start, field.end) for field in self._form if field.says in no)

    def assertion_of(self, start: int, end: int) -> tuple[Assertion, str]:
        """How the words at these offsets of the original text are meant, and the words that decided it.

        Words no sentence holds (blanks) are affirmed.
        """
        return self.said_of([self.even_span(start, end)])

    def said_of(self, words: Sequence[Span], about: Collection[str] = ()) -> tuple[Assertion, str]:
        """The same of words of the evened-out text that belong together; no cue stands inside them.

        ``about``: whom it may be true of besides the child, as a theme's rule says it.
        """
        begin, stop = words[0][0], words[-1][1]
        at = bisect_right(self.sentences, (begin, len(self.text) + 1)) - 1
        if at < 0 or begin >= stop:
            return Assertion.AFFIRMED, ""
        sentence, previous = self.sentences[at], self.sentences[at - 1] if at else None
        within = [(first, min(last, sentence[1])) for first, last in words if first < sentence[1]]
        rule = replace(ANY_WORDS, about=frozenset(about))
        found = Found(rule, begin, within[-1][1], within, sentence, previous, field_at(self._form, begin))
        decide(self.text, found, self._cues_of(sentence), NO_THEME)
        if found.assertion is Assertion.AFFIRMED and ANYONE not in rule.about:
            return self._of_whom(found)
        return found.assertion, found.cue

    def _of_whom(self, found: Found) -> tuple[Assertion, str]:
        person = subject(self.text, found.sentence, (found.start, found.end))
        if person is None:
            return Assertion.AFFIRMED, found.cue
        return Assertion.OTHER_PERSON, f"about a {person}".replace("_", " ")

    def _cues_of(self, sentence: Span) -> list[FoundCue]:
        if sentence not in self._found_cues:
            self._found_cues[sentence] = find_cues(self.text, sentence, _cues())
        return self._found_cues[sentence]
