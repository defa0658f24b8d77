"""Words without their endings, and how much each speaks for a theme by its weights.

Apart from what weighs whole texts, so that a page can say which words spoke and load no more than it needs.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from services.theming.nlp.word_tables import Word

#: Endings without which a word is the same word; what takes their place. The first that fits is taken off.
# fmt: off
ENDINGS = (
    ("ingly", ""), ("edly", ""), ("ations", "at"), ("ation", "at"), ("ings", ""), ("ing", ""), ("ies", "y"),
    ("ied", "y"), ("ness", ""), ("ment", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
)
# fmt: on
SHORTEST = 3
#: So many different words are kept with what was found out of them.
MOST_WORDS = 50_000
FIGURE, LONG_FIGURE = "#", "##"


@lru_cache(maxsize=MOST_WORDS)
def stem(word: str) -> str:
    """The word without its ending; a figure as a sign for figures of its length."""
    if word[0].isdigit():
        return FIGURE if len(word) < SHORTEST else LONG_FIGURE
    if len(word) <= SHORTEST:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST:
            word = word[: len(word) - len(ending)] + instead
            break
    return word[:-1] if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "sl" else word


def stems(words: Sequence[Word]) -> list[str]:
    return [stem(word) for _, word in words]


def features(told: Sequence[str]) -> set[str]:
    """The stems of a sentence and each two that follow each other."""
    return {*told, *(f"{first} {second}" for first, second in pairwise(told))}


def shares(told: Sequence[str], weight: Callable[[str], int]) -> list[int]:
    """Each stem's weight in hundredfold halves: its own, and half of each pair it stands in."""
    found = [2 * weight(one) for one in told]
    for at, (first, second) in enumerate(pairwise(told)):
        pair = weight(f"{first} {second}")
        found[at] += pair
        found[at + 1] += pair
    return found
