"""The words of a text with their places, and numbers kept by word."""

import re
from collections.abc import Iterable
from functools import lru_cache

#: A place in the text and the word that begins there; a name that was taken out is one word.
Word = tuple[int, str]
WORD = re.compile(r"\[name\]|\w+")
#: The first word of what a pattern says for one: "smok*" of "smok*", "24" of "24/7", "w*" of "w*d".
FIRST = re.compile(r"\[name\]|\w+[*]?|[*]")


@lru_cache(maxsize=64)
def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of `text[start:end]`; many ask for those of the same sentence."""
    return tuple([(match.start(), match[0]) for match in WORD.finditer(text, start, end)])


@lru_cache(maxsize=2**15)
def _first_word(said: str) -> str:
    """Empty where it starts with none; asked of the same words by thousands of patterns."""
    first = FIRST.match(said)
    return first[0] if first else ""


def first_words(said: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]] | None:
    """Whole words and beginnings of words, with one of which each of these starts; None when one of them
    starts with no word at all.
    """
    words = {_first_word(one) for one in said}
    if not words or "" in words:
        return None
    begun = sorted(word[:-1] for word in words if word.endswith("*"))
    return frozenset(word for word in words if not word.endswith("*")), tuple(begun)


class WordTable:
    """Numbers by word, as the bits of a whole number; one added with "smok*" is given for every word that
    begins so.
    """

    def __init__(self) -> None:
        self._whole: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._longest = 0

    def add(self, said: Iterable[str], number: int) -> bool:
        """Whether it could be: nothing is added when one of the words said cannot be told."""
        firsts = first_words(said)
        if not firsts:
            return False
        for table, words in zip((self._whole, self._begun), firsts, strict=True):
            for word in words:
                table[word] = table.get(word, 0) | 1 << number
        self._longest = max((self._longest, *map(len, firsts[1])))
        return True

    def bits(self, word: str) -> int:
        found = self._whole.get(word, 0)
        for length in range(min(len(word), self._longest) + 1):
            found |= self._begun.get(word[:length], 0)
        return found
