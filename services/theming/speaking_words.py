"""Which words of a sentence spoke for a theme that no pattern found in it, told to a person who decides."""

from functools import lru_cache
from typing import Any

from services.theming.domain.themes.codebook import FOLDER
from services.theming.nlp.stems import shares, stems
from services.theming.nlp.told_files import read_told
from services.theming.nlp.word_tables import words_of
from services.theming.sentence_spans import even_text

MOST = 4
"""So many words are named: a person sees at a glance whether they are any reason."""


def speaking_words(theme: str, sentence: str) -> list[str]:
    """The words that speak most for the theme, as they stand in the sentence and in its order.

    By the weights that are shipped; empty where the theme has none any more.
    """
    weights, even = _weights(theme), even_text(sentence)
    words = words_of(even.text, 0, len(even.text))
    counted = shares(stems(words), lambda feature: weights.get(feature, 0))
    strongest = sorted((-share, at) for at, share in enumerate(counted) if share > 0)[:MOST]
    found: dict[str, str] = {}
    for start, word in (words[at] for at in sorted(at for _, at in strongest)):
        found.setdefault(word, sentence[slice(*even.span(start, start + len(word)))])
    return list(found.values())


@lru_cache(maxsize=16)
def _weights(theme: str) -> dict[str, Any]:
    told = read_told(theme, FOLDER)
    return told["weights"] if told else {}
