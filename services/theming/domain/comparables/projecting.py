"""A short vector for the words of one case, made of this case alone.

Each word adds to a few places of the vector that follow from the word itself, so that no model has to be
learnt and no other case be read. The angle between two vectors is near that between the words.
Source: D. Achlioptas, Database-friendly random projections (2003); K. Weinberger et al., Feature hashing for
large scale multitask learning (2009).
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

SIZE = 256
#: Another seed would be another language: vectors of two seeds cannot be compared.
SEED = b"comparable cases 1"
PLACES_OF_A_WORD = 8


@lru_cache(maxsize=100_000)
def places(word: str) -> tuple[tuple[int, float], ...]:
    """Where a word stands in the vector, and with which sign."""
    drawn = blake2b(word.encode(), digest_size=2 * PLACES_OF_A_WORD, key=SEED).digest()
    pairs = zip(drawn[::2], drawn[1::2], strict=True)
    return tuple((place % SIZE, 1.0 if sign & 1 else -1.0) for place, sign in pairs)


def projected(weights: Mapping[str, float]) -> list[float]:
    """The vector of weighted words, ``SIZE`` numbers; a first place of one where there are no words."""
    vector = [0.0] * SIZE
    for word, weight in weights.items():
        for place, sign in places(word):
            vector[place] += sign * weight
    if not any(vector):
        vector[0] = 1.0  # no angle is known of a vector of nothing
    return vector
