"""A text read for discovery: what it says at all, and what it says besides the themes of the codebook."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.theming.discovery.known_words import is_word_of
from services.theming.discovery.words import terms

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer

Span = tuple[int, int]
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_WORD = re.compile(r"[^\W\d_]+")
#: A sentence as long as this that so many texts have is wording of a form. As forms and letters fill in
#: numbers, names and reasons further on, two that begin with the same letters are the same; as they fill in
#: who writes at the beginning, so are two long ones that end with the same.
LONG_ENOUGH, REPEATED, FIRST_LETTERS, LAST_LETTERS = 20, 3, 40, 28
#: Of very many texts, a form's wording stands in more than a few.
SHARE_REPEATED = 0.002
_BESIDES_LETTERS = bytes(each for each in range(128) if not chr(each).isalpha())


@dataclass(frozen=True)
class Evidence:
    """Where themes of the codebook are spoken of: spans and the sentences they stand in, by theme; and where
    a form asks what is not so or not answered.
    """

    spans: tuple[tuple[str, Span, Span], ...] = ()
    unsaid: tuple[Span, ...] = ()

    @property
    def themes(self) -> frozenset[str]:
        return frozenset(theme for theme, _, _ in self.spans)


@dataclass(frozen=True)
class Read:
    """`said` are all terms with the place of their first; `beyond` those that no known theme's words make,
    `apart` those in sentences without any known theme.
    """

    id: object
    text: str
    said: dict[str, Span]
    beyond: frozenset[str]
    apart: frozenset[str]
    known: frozenset[str] = field(default_factory=frozenset)


def evidence_of(themer: "Themer", text: str, hidden: Collection[str] = ()) -> Evidence:
    """Every mention of a theme that is not hidden, whatever its assertion."""
    return Evidence(
        tuple(
            (proposal.theme, (one.start, one.end), (one.sentence_start, one.sentence_end))
            for proposal in themer.propose(text).proposals
            if proposal.theme not in hidden
            for one in proposal.evidence
        ),
        themer.read(text).unsaid,
    )


def read(id: object, text: str, evidence: Evidence, repeated: Collection[bytes] = ()) -> Read:
    told = _without(blanked(text, repeated), evidence.unsaid)
    sentences = [sentence for _, _, sentence in evidence.spans]
    words = [span for theme, _, sentence in evidence.spans for span in _words(text, theme, sentence)]
    masked = _without(told, [span for _, span, _ in evidence.spans] + words)
    said = terms(told)
    apart = terms(_without(told, sentences)) if sentences else said
    return Read(
        id,
        text,
        said,
        frozenset(terms(masked)) if sentences else frozenset(said),
        frozenset(apart),
        evidence.themes,
    )


def repeated_sentences(texts: Iterable[str]) -> frozenset[bytes]:
    """Sentences that several texts have alike: boilerplate, however telling its words."""
    count: Counter[bytes] = Counter()
    number = 0
    for text in texts:
        count.update({even for _, both in _sentences(text) for even in both})
        number += 1
    return frozenset(even for even, times in count.items() if times >= max(REPEATED, number * SHARE_REPEATED))


def blanked(text: str, repeated: Collection[bytes]) -> str:
    """The text with wording of forms made unreadable."""
    return _without(text, list(_repeats(text, repeated)))


def _sentences(text: str) -> Iterator[tuple[Span, tuple[bytes, ...]]]:
    """Each long enough, with its first letters alone and, where there are more, its last ones."""
    for match in _SENTENCE.finditer(text):
        if len(match[0]) > LONG_ENOUGH:
            letters = match[0].lower().encode().translate(None, _BESIDES_LETTERS)
            ends = (b"..." + letters[-LAST_LETTERS:],) if len(letters) > LAST_LETTERS else ()
            yield match.span(), (letters[:FIRST_LETTERS], *ends)


def _repeats(text: str, repeated: Collection[bytes]) -> Iterator[Span]:
    if not repeated:
        return iter(())
    return (span for span, both in _sentences(text) if any(even in repeated for even in both))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with these stretches made unreadable; everything else stands where it stood."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters) if spans else text


def _words(text: str, theme: str, sentence: Span) -> Iterator[Span]:
    """The words of a sentence that the theme's rules are written with."""
    for match in _WORD.finditer(text, *sentence):
        if is_word_of(theme, match[0].lower()):
            yield match.span()
