"""Names written nearly right, or as they sound: "Okafour", "Ammara", "Gurprit", "Pritchett"."""

import re

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from .words import EPONYMS, KNOWN_CAPITALS, NOT_NAMES, is_ordinary

SHORTEST = 4  # letters; below this, one letter's difference is another word
NEARLY = 0.9  # Jaro-Winkler: two or three slips in a name of six or more letters
# Letters that sound alike, longest first: read in this order both names must come out the same.
_SOUNDS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"gh(?=t|$)", ""),
        (r"ph", "f"),
        (r"(?:sz|cz|sh|ch)", "s"),
        (r"(?:ck|kh|q)", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"(?:ee|ea|ie|ei|y|i)", "i"),
        (r"(?:ou|oo|u|w)", "u"),
        (r"(?:v)", "u"),
        (r"z", "s"),
        (r"(?<=.)h", ""),
        (r"(.)\1+", r"\1"),
        (r"e$", ""),
    )
)


def near_name(word: str, names: tuple[str, ...]) -> str | None:
    """The known name that `word` (both folded) is a misspelling of, or None; no ordinary word is one."""
    if (
        len(word) < SHORTEST
        or is_ordinary(word)
        or word in KNOWN_CAPITALS
        or word in EPONYMS
        or word in NOT_NAMES
    ):
        return None
    return next((name for name in names if len(name) >= SHORTEST and _near(word, name)), None)


def sound_of(name: str) -> str:
    for written, sound in _SOUNDS:
        name = written.sub(sound, name)
    return name


def _near(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 2 or _is_inflection(word, name):
        return False
    slips = DamerauLevenshtein.distance(word, name, score_cutoff=3)
    if slips == 1:
        return len(name) > SHORTEST or word[0] == name[0]
    if slips > 3 or word[0] != name[0]:
        return False
    alike = len(name) >= 6 and JaroWinkler.similarity(word, name) >= NEARLY
    return alike or (len(name) >= 5 and sound_of(word) == sound_of(name))


def _is_inflection(word: str, name: str) -> bool:
    """ "Walked" and "walks" are not misspellings of Walker."""
    stem = name.removesuffix("er")
    return stem != name and word in {stem, f"{stem}s", f"{stem}ed", f"{stem}es", f"{stem}e"}
