"""The parts of the spaCy pipeline: sentences, mentions of themes, what each mention says."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, cast

import numpy
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.contexts import Found, decide, find_cues
from services.theming.nlp.credence import believed
from services.theming.nlp.forms import Field, fields
from services.theming.nlp.mentions import WholeText, find_mentions, index_of
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import ThemeRules, shared_cues
from services.theming.nlp.scopes import FoundCue
from services.theming.nlp.sentences import sentences
from services.theming.nlp.telling import told_rule, weigh
from services.theming.nlp.told_words import ToldWords

#: spaCy's minus one for "no sentence starts here" in an unsigned array.
OTHERWISE = 2**64 - 1
TEXT, SENTENCES, FORM, FOUND, SPANS = "cdop_text", "cdop_sentences", "cdop_form", "cdop_found", "themes"
#: The offset at which each token starts.
PLACES = "cdop_places"


@Language.factory("cdop_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> "Sentences":
    return Sentences()


@Language.factory("cdop_mentions")
def make_mentions(nlp: Language, name: str) -> "Mentions":
    return Mentions()


@Language.factory("cdop_telling_sentences")
def make_telling_sentences(nlp: Language, name: str) -> "TellingSentences":
    return TellingSentences()


@Language.factory("cdop_assertions")
def make_assertions(nlp: Language, name: str) -> "Assertions":
    return Assertions()


@Language.factory("cdop_credence", assigns=["doc.spans"])
def make_credence(nlp: Language, name: str) -> "Credence":
    return Credence()


class Sentences:
    """Marks sentence starts and keeps the offsets."""

    def __call__(self, doc: Doc) -> Doc:
        if TEXT not in doc.user_data:
            doc.user_data[TEXT] = doc.text  # put together anew each time it is asked for
        doc.user_data[FORM] = fields(doc.user_data[TEXT])
        doc.user_data[SENTENCES] = sentences(doc.user_data[TEXT], doc.user_data[FORM])
        places = doc.user_data[PLACES] = doc.to_array(IDX).tolist()
        marks = numpy.full((len(places), 1), OTHERWISE, dtype="uint64")
        marks[[bisect_right(places, start) - 1 for start, _ in doc.user_data[SENTENCES]]] = 1
        return doc.from_array([SENT_START], cast(Any, marks))


class Mentions:
    """Finds where the rules of the codebook match."""

    def __init__(self) -> None:
        self.learn(())

    def learn(self, rules: Sequence[ThemeRules]) -> None:
        """From now on these themes are looked for."""
        self._index = index_of(rules)

    def __call__(self, doc: Doc) -> Doc:
        text, spans = doc.user_data[TEXT], doc.user_data[SENTENCES]
        whole = WholeText(text)
        found: list[Found] = []
        for at in range(len(spans)):
            found += find_mentions(whole, spans, at, self._index, doc.user_data[FORM])
        doc.user_data[FOUND] = found
        return doc


class TellingSentences:
    """Weighs each sentence by its words: adds mentions that no rule matched, and tells those of rules how
    clearly it speaks of their theme.
    """

    def __init__(self) -> None:
        self.learn(())

    def learn(self, rules: Sequence[ThemeRules]) -> None:
        """From now on sentences are weighed for those of these themes that have weights."""
        self.weigh_with(ToldWords({theme.id: theme.told for theme in rules if theme.told}))

    def weigh_with(self, told: ToldWords) -> None:
        self._told, self._rules = told, {theme: told_rule(theme) for theme in told.themes}

    def __call__(self, doc: Doc) -> Doc:
        if self._rules:
            text, spans, found = doc.user_data[TEXT], doc.user_data[SENTENCES], doc.user_data[FOUND]
            found += list(weigh(text, spans, found, self._told, self._rules, doc.user_data[FORM]))
            found.sort(key=lambda one: one.start)
        return doc


class Assertions:
    """Decides what each mention says."""

    def __init__(self) -> None:
        self.learn(())

    def learn(self, rules: Sequence[ThemeRules]) -> None:
        """From now on mentions of these themes are judged."""
        self._themes = {theme.id: theme for theme in rules}
        own = [pair for theme in rules for pair in theme.cues]
        self._cues = PatternIndex([*shared_cues(), *own])
        self._in_text = {
            theme.id: PatternIndex([(each, None) for each in theme.in_text])
            for theme in rules
            if theme.in_text
        }

    def __call__(self, doc: Doc) -> Doc:
        text = doc.user_data[TEXT]
        cues: dict[tuple[int, int], list[FoundCue]] = {}
        found: list[Found] = self._spoken_of(text, doc.user_data[FOUND])
        for mention in found:
            if mention.sentence not in cues:
                cues[mention.sentence] = find_cues(text, mention.sentence, self._cues)
            decide(text, mention, cues[mention.sentence], self._themes[mention.rule.theme])
        doc.user_data[FOUND] = [one for one in found if not _only_asks(one, found)]
        return doc

    def _spoken_of(self, text: str, found: list[Found]) -> list[Found]:
        """Without themes of which the text as a whole does not speak: no carer is ill where none is named."""
        asked = {one.rule.theme for one in found} & self._in_text.keys()
        silent = {theme for theme in asked if not self._in_text[theme].matches(text, 0, len(text))}
        return [one for one in found if one.rule.theme not in silent] if silent else found


class Credence:
    """Leaves out what is not to be counted, and the rest as labelled spans on the document."""

    def __call__(self, doc: Doc) -> Doc:
        found = doc.user_data[FOUND] = believed(doc.user_data[TEXT], doc.user_data[FOUND])
        places = doc.user_data[PLACES]
        doc.spans[SPANS] = [_span(doc, places, mention) for mention in found]
        return doc


def _only_asks(mention: Found, found: list[Found]) -> bool:
    """A heading whose answer in free words speaks of the theme itself: the answer is what counts."""
    field: Field | None = mention.field
    if not field or field.says or mention.rule.assertion:
        return False
    rest = [
        other
        for other in found
        if other.rule.theme == mention.rule.theme
        and other.start >= field.heading_end
        and (other.sentence == mention.sentence or (field.question and other.previous == mention.sentence))
    ]
    return bool(rest) or (field.question and mention.assertion is Assertion.AFFIRMED)


def _span(doc: Doc, places: list[int], mention: Found) -> Span:
    """The tokens the mention touches."""
    first = bisect_right(places, mention.start) - 1
    return Span(doc, first, bisect_right(places, mention.end - 1), label=mention.rule.theme)
