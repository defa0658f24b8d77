"""Names written nearly right: "Okafour", "Ammara", "Niamhe"."""

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from .words import ORDINARY_WORDS

SHORTEST = 4  # letters; below this, one letter's difference is another word
NEARLY = 0.93  # Jaro-Winkler: two slips in a name of six or more letters


@lru_cache(maxsize=65_536)
def near_name(word: str, names: tuple[str, ...]) -> str | None:
    """The known name that `word` (both folded) is a misspelling of, or None. An ordinary word is
    never one.
    """
    if len(word) < SHORTEST or word in ORDINARY_WORDS:
        return None
    return next((name for name in names if len(name) >= SHORTEST and _near(word, name)), None)


def _near(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 2 or _is_inflection(word, name):
        return False
    slips = DamerauLevenshtein.distance(word, name, score_cutoff=2)
    if slips == 1:
        return len(name) > SHORTEST or word[0] == name[0]
    return (
        slips == 2 and len(name) >= 6 and word[0] == name[0] and JaroWinkler.similarity(word, name) >= NEARLY
    )


def _is_inflection(word: str, name: str) -> bool:
    """ "Walked" and "walks" are not misspellings of Walker."""
    stem = name.removesuffix("er")
    return stem != name and word in {stem, f"{stem}s", f"{stem}ed", f"{stem}es", f"{stem}e"}
