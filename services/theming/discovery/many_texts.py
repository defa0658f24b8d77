"""Very many texts as a table of terms, without a reading of each: what they say, by whole columns at a time.

No theme of the codebook is marked in them: to look for a theme in so many needs no exact evidence of the
others, and the words of the codebook's rules stand for it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy
from scipy import sparse

from services.theming.discovery.matrices import Matrices, least_texts
from services.theming.discovery.reading import Evidence, Read, blanked, read, repeated_sentences
from services.theming.discovery.words import TOKEN, kinds, says_nothing, singular, stem, weight


class ReadWhenAsked(Sequence[Read]):
    """The texts, each read when it is looked at: few of them ever are."""

    def __init__(self, given: Sequence[tuple[object, str]]) -> None:
        self.given = given
        self.repeated = repeated_sentences(text for _, text in given)

    def __len__(self) -> int:
        return len(self.given)

    def __getitem__(self, at: Any) -> Any:
        id, text = self.given[at]
        return read(id, text, Evidence(), self.repeated)

    def without_forms(self) -> Iterator[str]:
        """Each text with the sentences of forms made unreadable."""
        return (blanked(text, self.repeated) for _, text in self.given)


@dataclass(frozen=True)
class _Tokens:
    """All words of all texts one after another: the text each stands in, and which of `words` it is."""

    words: list[str]
    text: Any
    word: Any
    texts: int


def table_of(texts: ReadWhenAsked) -> Matrices:
    """What `matrices` makes of the same texts without evidence."""
    found = _tokens(texts)
    least = least_texts(found.texts)
    parts = [_singles(found), _pairs(found, least), _kinds(found), _phrases(found)]
    names, place = _numbered([name for _, _, named in parts for name in named])
    begins = numpy.cumsum([0, *(len(named) for _, _, named in parts)])
    rows = numpy.concatenate([text for text, _, _ in parts])
    columns = numpy.concatenate(
        [place[begin + term] for begin, (_, term, _) in zip(begins, parts, strict=False)]
    )
    del found, parts
    return _in_order(texts, rows, columns, names, least)


def _in_order(texts: ReadWhenAsked, rows: Any, columns: Any, names: list[str], least: int) -> Matrices:
    """Terms that say something and stand in enough texts, by name; what a text says twice stands once."""
    ones = numpy.ones(len(rows), dtype=numpy.float32)
    table = sparse.csr_matrix((ones, (rows, columns)), (len(texts), len(names)))
    having = numpy.bincount(table.indices, minlength=len(names))
    kept = [at for at in numpy.flatnonzero(having >= least).tolist() if weight(names[at]) > 0]
    kept.sort(key=names.__getitem__)
    table = table[:, kept]
    table.sort_indices()
    table.data[:] = 1
    in_order = [names[at] for at in kept]
    ids, written = [id for id, _ in texts.given], [text for _, text in texts.given]
    weights = numpy.array([weight(name) for name in in_order])
    return Matrices(ids, written, in_order, weights, table, table, table)


def _tokens(texts: ReadWhenAsked) -> _Tokens:
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    word, lengths = array("i"), array("i")
    for text in texts.without_forms():
        found = TOKEN.findall(text.lower())
        word.extend(map(numbers.__getitem__, found))
        lengths.append(len(found))
    of_text = numpy.repeat(numpy.arange(len(lengths), dtype=numpy.int32), lengths)
    return _Tokens(list(numbers), of_text, numpy.frombuffer(word, dtype=numpy.int32), len(lengths))


def _numbered(names: Sequence[str]) -> tuple[list[str], Any]:
    """Different names, and which of them each is."""
    numbers: dict[str, int] = {}
    each = numpy.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=numpy.int32)
    return list(numbers), each


def _full(words: Sequence[str]) -> Any:
    """Whether each says something by itself."""
    return numpy.array([word[0].isalnum() and not says_nothing(word) for word in words], dtype=bool)


def _singles(found: _Tokens) -> tuple[Any, Any, list[str]]:
    names, stems = _numbered([stem(word) for word in found.words])
    says = _full(found.words)[found.word]
    return found.text[says], stems[found.word[says]], names


def _pairs(found: _Tokens, least: int) -> tuple[Any, Any, list[str]]:
    """Two words that follow each other, of so many texts."""
    names, stems = _numbered([stem(word) for word in found.words])
    says, of = _full(found.words)[found.word], stems[found.word]
    follows = says[:-1] & says[1:] & (found.text[:-1] == found.text[1:])
    text = found.text[:-1][follows]
    pair = of[:-1][follows].astype(numpy.int64) * len(names) + of[1:][follows]
    pairs, each, times = numpy.unique(pair, return_inverse=True, return_counts=True)
    frequent = times >= least
    place = numpy.cumsum(frequent) - 1
    kept = frequent[each]
    named = [f"{names[p // len(names)]} {names[p % len(names)]}" for p in pairs[frequent].tolist()]
    return text[kept], place[each[kept]], named


def _kinds(found: _Tokens) -> tuple[Any, Any, list[str]]:
    """Kinds and families that a word by itself names."""
    known = kinds()
    says = _full(found.words)
    named = [
        sorted(known.of_word(word)) if full else [] for word, full in zip(found.words, says, strict=True)
    ]
    names, flat = _numbered([name for each in named for name in each])
    many = numpy.array([len(each) for each in named], dtype=numpy.int64)
    begins = numpy.cumsum(many) - many
    here = many[found.word]
    step = numpy.arange(here.sum()) - numpy.repeat(numpy.cumsum(here) - here, here)
    return numpy.repeat(found.text, here), flat[numpy.repeat(begins[found.word], here) + step], names


def _phrases(found: _Tokens) -> tuple[Any, Any, list[str]]:
    """Kinds and families that words in a row name."""
    names, of_word = _numbered([singular(word) if word[0].isalnum() else "" for word in found.words])
    number = {name: at for at, name in enumerate(names)}
    written = [phrase for phrase in kinds().phrases() if all(part in number for part in phrase[0])]
    one, size = of_word[found.word], len(names)
    begin = numpy.zeros(size, dtype=bool)
    begin[[number[parts[0]] for parts, _ in written]] = True
    begun = numpy.flatnonzero(begin[one[:-1]])
    pair = one[begun].astype(numpy.int64) * size + one[begun + 1]
    order = numpy.argsort(pair, kind="stable")
    begins = numpy.array(
        [number[parts[0]] * size + number[parts[1]] for parts, _ in written], dtype=numpy.int64
    )
    first, last = (numpy.searchsorted(pair, begins, side, sorter=order) for side in ("left", "right"))
    texts: list[Any] = [numpy.empty(0, dtype=numpy.int32)]
    terms: list[str] = []
    for of_pair in numpy.flatnonzero(last > first).tolist():
        parts, kind = written[of_pair]
        at = begun[order[first[of_pair] : last[of_pair]]]
        where = found.text[_in_a_row(found, one, [number[part] for part in parts], at)]
        for named in (kind, *sorted(kinds().families.get(kind, ()))):
            texts.append(where)
            terms += [named] * len(where)
    named_once, flat = _numbered(terms)
    return numpy.concatenate(texts), flat, named_once


def _in_a_row(found: _Tokens, one: Any, parts: Sequence[int], at: Any) -> Any:
    """The places of `at`, where the first two parts stand, at which all of them stand in one text."""
    at = at[at + len(parts) <= len(one)]
    for step, part in enumerate(parts[2:], 2):
        at = at[one[at + step] == part]
    return at[found.text[at] == found.text[at + len(parts) - 1]]
