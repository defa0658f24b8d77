"""De-identify a text: the case's own names first, then patterns, then places and people nobody listed.

Fails closed: whatever goes wrong, the text is withheld, never passed through.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from .acronyms import acronyms_in, camel_words
from .broken import broken_names
from .capitals import unknown_capitals
from .codes import codes_in
from .dates import dates_in
from .dictated import dictated_names
from .doubts import doubts
from .echoes import echoes
from .figures import with_figures
from .initials import initials_of
from .known import known_people
from .known_places import known_places
from .lone_letters import lone_letters
from .misread import misread_names
from .misread_strangers import misread_strangers
from .name_parts import name_index
from .names import CaseDates, KnownNames
from .organisations import organisations_in, saints_in
from .places import places_in
from .reading import fold, readable, words_of
from .replacing import Span, merged, replaced
from .residue import residue
from .result import Doubt, Redacted, Unreadable, Withheld
from .rules import RULES
from .signs import signs_in
from .spoken import spoken_numbers
from .strange_letters import strange_letters
from .strangers import strangers
from .structured import structured
from .widening import widened


def redact(
    text: object,
    known: KnownNames,
    dates: CaseDates,
    *,
    also: Iterable[str] = (),
    keep: Iterable[tuple[int, int]] = (),
) -> Redacted | Withheld:
    """The text without what identifies the child, the family or the people who cared for them.

    `also`: further words to remove wherever they stand, as marked by a person. `keep`: positions (start,
    end in `Redacted.source`) of false hits to put back; a rule that does not allow it is not kept. An
    empty text stays empty.
    """
    try:
        return _redact(readable(text), known, dates, tuple(also), frozenset(keep))
    except Unreadable as unreadable:
        return Withheld(str(unreadable))
    except Exception:
        return Withheld("it could not be checked for identifying details")


def _redact(
    source: str, known: KnownNames, dates: CaseDates, also: tuple[str, ...], keep: frozenset[tuple[int, int]]
) -> Redacted | Withheld:
    folded = fold(source)
    found = list(_find(source, folded, known, dates, also))
    looked_at = [
        Doubt(span.start, span.end, source[span.start : span.end], span.replacement)
        for span in found
        if span.rule == "doubt"
    ]
    identified = merged(span for span in found if span.rule != "doubt")
    spans = [span for span in widened(source, folded, identified) if not _kept(span, keep)]
    text, hits = replaced(source, spans)
    if left := residue(text, known):
        return Withheld(f"it may still hold {left}")
    return Redacted(source, text, hits, tuple(_uncovered(looked_at, spans)))


def _find(
    source: str, folded: str, known: KnownNames, dates: CaseDates, also: tuple[str, ...]
) -> Iterator[Span]:
    words = words_of(source)
    signs = signs_in(words)
    yield from known_people(source, folded, words, known)
    index = name_index(known.people)
    yield from broken_names(source, folded, words, index)
    yield from misread_names(source, folded, words, index)
    yield from initials_of(source, words, known)
    yield from lone_letters(source, words, known)
    yield from known_places(source, folded, words, known)
    read = with_figures(folded, words.numbers)
    yield from structured(source, folded, read, words, signs)
    yield from codes_in(source, read, words)
    yield from spoken_numbers(folded, words, signs)
    yield from dates_in(source, read, words, signs, dates)
    yield from places_in(source, folded, words, signs)
    yield from organisations_in(source, words, signs["head"])
    yield from saints_in(source, words)
    yield from acronyms_in(source, folded, words)
    yield from camel_words(source, words)
    people = [
        *strangers(source, folded, words, signs),
        *misread_strangers(source, words),
        *unknown_capitals(source, words),
        *dictated_names(folded, words),
    ]
    yield from people
    yield from strange_letters(source, words)
    yield from echoes(words, people)
    yield from _marked(folded, also)
    yield from doubts(words, known)


def _marked(folded: str, also: tuple[str, ...]) -> Iterator[Span]:
    """Words a person marked for removal, wherever they stand, in any case and spacing."""
    for expression in filter(None, map(_expression, also)):
        yield from (
            Span(*found.span(), "marked_by_person", "[removed]") for found in expression.finditer(folded)
        )


def without(text: str, words: Iterable[str]) -> str | None:
    """The text without these words alone, wherever they stand; None where it cannot be read."""
    try:
        source = readable(text)
    except Unreadable:
        return None
    return replaced(source, merged(_marked(fold(source), tuple(words))))[0]


def stand_in(text: str, words: str) -> bool:
    """Whether marking these words would remove anything from the text."""
    try:
        return any(_marked(fold(readable(text)), (words,)))
    except Unreadable:
        return False


def _expression(words: str) -> re.Pattern[str] | None:
    pieces = [re.escape(piece) for piece in fold(words).split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(pieces) + r"(?!\w)") if pieces else None


def _kept(span: Span, keep: frozenset[tuple[int, int]]) -> bool:
    return (span.start, span.end) in keep and RULES[span.rule].may_keep


def _uncovered(doubts_found: list[Doubt], spans: list[Span]) -> Iterator[Doubt]:
    """The doubts that no removal touches; both are short beside the text, and `spans` is in order."""
    starts = [span.start for span in spans]
    for doubt in doubts_found:
        before = bisect_left(starts, doubt.end) - 1
        if before < 0 or spans[before].end <= doubt.start:
            yield doubt
