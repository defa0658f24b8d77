"""The parts of the spaCy pipeline: sentences, mentions of themes, what each mention says."""

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from services.theming.nlp.ages import childs_age
from services.theming.nlp.contexts import Found, decide, find_cues
from services.theming.nlp.mentions import find_mentions
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import shared_cues, theme_rules
from services.theming.nlp.sentences import sentences

SENTENCES, FOUND, SPANS = "cdop_sentences", "cdop_found", "themes"


@Language.factory("cdop_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> "Sentences":
    return Sentences()


@Language.factory("cdop_mentions", assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str, themes: Sequence[str]) -> "Mentions":
    return Mentions(themes)


@Language.factory("cdop_assertions", requires=["doc.spans"])
def make_assertions(nlp: Language, name: str, themes: Sequence[str]) -> "Assertions":
    return Assertions(themes)


class Sentences:
    """Marks sentence starts and keeps the offsets."""

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[SENTENCES] = sentences(doc.text)
        starts = {start for start, _ in doc.user_data[SENTENCES]}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc


class Mentions:
    """Finds where the rules of the codebook match."""

    def __init__(self, themes: Sequence[str]) -> None:
        rules = [theme_rules(theme) for theme in themes]
        self._index = PatternIndex((pattern, rule) for theme in rules for rule in theme.rules for pattern in rule.patterns)
        self._friends = PatternIndex((pattern, theme.id) for theme in rules for pattern in theme.false_friends)

    def __call__(self, doc: Doc) -> Doc:
        text, spans = doc.text, doc.user_data[SENTENCES]
        age = childs_age(text)
        found: list[Found] = []
        for at in range(len(spans)):
            found += find_mentions(text, spans, at, age, self._index, self._friends)
        doc.user_data[FOUND] = found
        return doc


class Assertions:
    """Decides what each mention says and leaves them as labelled spans on the document."""

    def __init__(self, themes: Sequence[str]) -> None:
        self._themes = {theme: theme_rules(theme) for theme in themes}
        own = [pair for theme in self._themes.values() for pair in theme.cues]
        self._cues = PatternIndex([*shared_cues(), *own])

    def __call__(self, doc: Doc) -> Doc:
        cues: dict[tuple[int, int], Any] = {}
        found: list[Found] = doc.user_data[FOUND]
        for mention in found:
            if mention.sentence not in cues:
                cues[mention.sentence] = find_cues(doc.text, mention.sentence, self._cues)
            decide(doc.text, mention, cues[mention.sentence], self._themes[mention.rule.theme])
        doc.spans[SPANS] = [span for mention in found if (span := _span(doc, mention)) is not None]
        return doc


def _span(doc: Doc, mention: Found) -> Span | None:
    return doc.char_span(mention.start, mention.end, label=mention.rule.theme, alignment_mode="expand")
