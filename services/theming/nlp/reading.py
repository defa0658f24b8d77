"""How any words of a text are meant: affirmed, denied, uncertain, about somebody else.

For words that no theme names, such as those somebody searched for.
"""

from bisect import bisect_left, bisect_right
from functools import cache

from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.contexts import Found, decide, find_cues
from services.theming.nlp.forms import field_at, fields
from services.theming.nlp.normalising import Normalised
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import Cue, Rule, ThemeRules, shared_cues
from services.theming.nlp.scopes import FoundCue
from services.theming.nlp.sentences import sentences

Span = tuple[int, int]
NO_THEME = ThemeRules("", frozenset(), (), (), frozenset(), ())
ANY_WORDS = Rule("", "words", (), None, (), (), "sentence", None, frozenset())


@cache
def _shared() -> PatternIndex[Cue]:
    return PatternIndex(shared_cues())


class Reading:
    """One text; `assertion_of` may be asked of it as often as one likes."""

    def __init__(self, normalised: Normalised) -> None:
        self._normalised = normalised
        self._form = fields(normalised.text)
        self._sentences = sentences(normalised.text, self._form)
        self._cues: dict[Span, list[FoundCue]] = {}

    def assertion_of(self, start: int, end: int) -> tuple[Assertion, str]:
        """How the words at these offsets of the original text are meant, and the words that decided it.

        Words no sentence holds (blanks) are affirmed.
        """
        begin = bisect_right(self._normalised.ends, start)
        stop = bisect_left(self._normalised.starts, end)
        at = bisect_right(self._sentences, (begin, len(self._normalised.text) + 1)) - 1
        if at < 0 or begin >= stop:
            return Assertion.AFFIRMED, ""
        sentence, previous = self._sentences[at], self._sentences[at - 1] if at else None
        span = (begin, min(stop, sentence[1]))
        found = Found(ANY_WORDS, *span, [span], sentence, previous, field_at(self._form, begin))
        decide(self._normalised.text, found, self._cues_of(sentence), NO_THEME)
        return found.assertion, found.cue

    def _cues_of(self, sentence: Span) -> list[FoundCue]:
        if sentence not in self._cues:
            self._cues[sentence] = find_cues(self._normalised.text, sentence, _shared())
        return self._cues[sentence]
