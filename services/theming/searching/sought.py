"""What is looked for: the words of a question as things, and what the full-text index is asked for them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from services.theming.domain.search.phrases import Alternative, Asked
from services.theming.domain.search.question import OfIndex
from services.theming.nlp.reading import Reading
from services.theming.nlp.themer import Themer
from services.theming.queries import search
from services.theming.searching.field_phrases import FieldPhrase, asking, field_phrases
from services.theming.searching.things import TOKEN, SideBySide, Span, Stems, Thing, WaysOfSaying, WordForWord
from shared.storage import Transaction

_PARTING = " /,;&+"


@dataclass(frozen=True)
class Sought:
    """All things of one of the ``alternatives`` are to stand together in a sentence."""

    alternatives: tuple[tuple[Thing, ...], ...]
    of_index: OfIndex

    @property
    def phrases(self) -> list[FieldPhrase]:
        things = (thing for each in self.alternatives for thing in each)
        return list(dict.fromkeys(each.phrase for each in things if isinstance(each, WaysOfSaying)))

    @property
    def together(self) -> bool:
        """Whether more than one thing has to stand in a sentence."""
        return any(len(each) > 1 for each in self.alternatives)


def sought(tx: Transaction, asked: Asked, themer: Themer) -> Sought:
    """Raises NotPermitted. Words that every text has are left out."""
    parted = [(each, _parted(themer.read(each.loose))) for each in asked.alternatives]
    told = {word for each, (_, groups) in parted for group in groups for word in group}
    told |= {word.lower() for each, _ in parted for phrase in each.phrases for word in phrase.words}
    ways = [WaysOfSaying(field_phrases()[phrase.id]) for _, (phrases, _) in parted for phrase in phrases]
    demanded = {word for way in ways for part in way.demands for words in part for word in words}
    demanded |= {word for way in ways for word in way.otherwise}
    stems = search.stems_of(tx, told | {word.rstrip("*") for word in demanded})
    things = tuple(filter(None, (tuple(_things(each, *of, ways, stems)) for each, of in parted)))
    alternatives = [_asked_for(each, stems, themer.written) for each in things]
    without = [f"!{_quoted(phrase.words[0])}" for phrase in asked.absent if len(phrase.words) == 1]
    only = asked.alternatives[0].phrases if len(asked.alternatives) == 1 else ()
    absent = tuple(phrase for phrase in asked.absent if len(phrase.words) > 1)
    whole = " & ".join([f"({' | '.join(alternatives)})", *without]) if all(alternatives) and things else ""
    return Sought(things, OfIndex(whole, only, absent))


def _parted(reading: Reading) -> tuple[list[FieldPhrase], list[tuple[str, ...]]]:
    """Phrases of the field, and the other words; those that were typed as one, as with a hyphen, together."""
    ways = asking().found(reading.text, 0, len(reading.text))
    taken = [each.span for each in ways]
    free = [
        match
        for match in TOKEN.finditer(reading.text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    chunks = groupby(free, lambda match: _chunk(reading, match.span()))
    return [each.phrase for each in ways], [tuple(match[0] for match in some) for _, some in chunks]


def _chunk(reading: Reading, span: Span) -> int:
    """The number of the chunk in which it was typed: "co-sleeping" is one, and so is "cosleeping"."""
    return sum(reading.original[: reading.span(*span)[0]].count(each) for each in _PARTING)


def _things(
    asked: Alternative,
    phrases: Sequence[FieldPhrase],
    groups: Sequence[tuple[str, ...]],
    ways: Sequence[WaysOfSaying],
    stems: Stems,
) -> Iterator[Thing]:
    for phrase in asked.phrases:
        if any(stems.get(word.lower()) for word in phrase.words):
            yield WordForWord(phrase)
    yield from dict.fromkeys(way for phrase in phrases for way in ways if way.phrase is phrase)
    for group in dict.fromkeys(groups):
        each = tuple(stems.get(word, frozenset()) for word in group)
        if any(each):
            yield SideBySide(group, each)


def _asked_for(things: Sequence[Thing], stems: Stems, written: Callable[[str], Collection[str]]) -> str:
    """As PostgreSQL's ``to_tsquery`` reads it; "" where anything might do."""

    def one_of(words: Collection[str]) -> str:
        """ "" where one of them stands in every text."""
        if not all(stems.get(word.rstrip("*").lower()) for word in words):
            return ""
        also = {variant for word in words for variant in written(word)}
        return f"({' | '.join(_quoted(word) for word in sorted({*words, *also}))})"

    def way(demands: Collection[Collection[str]]) -> str:
        return " & ".join(filter(None, map(one_of, sorted(demands, key=sorted))))

    every = []
    for thing in things:
        otherwise = one_of(thing.otherwise) if thing.otherwise else ""
        ways = [way(demands) or otherwise for demands in thing.demands]
        if all(ways):
            every.append(f"({' | '.join(dict.fromkeys(f'({each})' for each in ways))})")
    return " & ".join(every)


def _quoted(word: Any) -> str:
    bare = word.rstrip("*").replace("\\", "").replace("'", "''")
    return f"'{bare}':*" if word.endswith("*") else f"'{bare}'"
