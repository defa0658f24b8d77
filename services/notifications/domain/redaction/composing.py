"""Characters put together as they are read, each with where it came from in the text as given."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read. `origins[i]` is where character i of `text` begins in the text as given, with
    one entry more for its end; None where both are the same.
    """

    text: str
    origins: list[int] | None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in characters of the text as given."""
        return (start, end) if self.origins is None else (self.origins[start], self.origins[end])


def composed(text: str) -> Reading:
    """Only round characters that are not plain is anything changed; the runs between stay as they are."""
    special = "".join(re.escape(character) for character in set(text) if _is_special(character))
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for found in re.finditer(rf"\r\n?|[^\r\n]?[{special or chr(13)}]+", text):
        pieces.append(text[at : found.start()])
        origins.extend(range(at, found.start()))
        for start, cluster in _clusters(found.group()):
            kept = "".join(character for character in cluster if not is_invisible(character))
            pieces.append(kept)
            origins.extend([found.start() + start] * len(kept))
        at = found.end()
    origins.extend(range(at, len(text) + 1))
    return Reading("".join([*pieces, text[at:]]), origins)


def _is_special(character: str) -> bool:
    return character != "\r" and (
        unicodedata.combining(character) > 0
        or is_invisible(character)
        or _is_jamo(character)
        or unicodedata.normalize("NFC", character) != character
    )


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Where each character begins, composed with the marks that follow it; a line end is one character."""
    start, cluster = 0, ""
    for at, character in enumerate(text.replace("\r\n", "\n").replace("\r", "\n")):
        if cluster and unicodedata.combining(character) == 0 and not _is_jamo(character):
            yield start, unicodedata.normalize("NFC", cluster)
            start, cluster = at, ""
        cluster += character
    if cluster:
        yield start, unicodedata.normalize("NFC", cluster)


def _is_jamo(character: str) -> bool:
    """A Korean letter that is drawn into the one before it."""
    return "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=4096)
def is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Mn"}
