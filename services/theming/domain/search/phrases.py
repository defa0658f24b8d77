"""What was typed, taken apart: phrases in quotation marks, what may stand instead, what is to be absent."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

_PART = re.compile(r'(-?)"([^"]*)"|\S+')
_EITHER = "or"
_WORD = re.compile(r"\w+")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
#: What may stand between two words that are side by side: a space, a hyphen, an apostrophe, a line's end.
_BETWEEN = r"\W{1,5}"


@dataclass(frozen=True)
class Phrase:
    """At least one word, each as it stands in the text, small or capital letters alike."""

    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> "re.Pattern[str]":
        return re.compile(rf"(?<!\w){_BETWEEN.join(self.words)}(?!\w)", re.IGNORECASE)

    @property
    def for_database(self) -> str:
        """The same as PostgreSQL writes it. It finds no less, whichever letters its locale knows."""
        return f"(?<![[:alnum:]_]){_BETWEEN.join(self.words)}(?![[:alnum:]_])"

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [found.span() for found in self.pattern.finditer(text)]


@dataclass(frozen=True)
class Alternative:
    """What is to stand together in a sentence: phrases word for word, and the rest as it was typed."""

    phrases: tuple[Phrase, ...]
    loose: str


@dataclass(frozen=True)
class Asked:
    """Words as typed, taken apart. One of the ``alternatives`` is enough; no text found may hold a phrase or
    a word that is to be ``absent``.
    """

    alternatives: tuple[Alternative, ...]
    absent: tuple[Phrase, ...]

    @property
    def quotes(self) -> bool:
        return any(each.phrases for each in self.alternatives)


def asked_of(typed: str) -> Asked:
    """What was typed: words, "phrases", -absent ones, and "or" between what may stand for each other."""
    parts = list(_PART.finditer(typed.translate(_CURLY)))
    absent = (_phrase(each) for each in parts if each[0].startswith("-"))
    kept = [each for each in parts if not each[0].startswith("-")]
    runs = (list(run) for either, run in groupby(kept, _means_or) if not either)
    alternatives = [_alternative(run) for run in runs]
    return Asked(
        tuple(each for each in alternatives if each.phrases or _WORD.search(each.loose)),
        tuple(dict.fromkeys(each for each in absent if each.words)),
    )


def _means_or(part: "re.Match[str]") -> bool:
    return part[0].lower() == _EITHER


def _alternative(parts: "list[re.Match[str]]") -> Alternative:
    phrases = dict.fromkeys(_phrase(each) for each in parts if each[2] is not None)
    loose = " ".join(each[0] for each in parts if each[2] is None)
    return Alternative(tuple(each for each in phrases if each.words), loose)


def _phrase(part: "re.Match[str]") -> Phrase:
    return Phrase(tuple(_WORD.findall(part[2] if part[2] is not None else part[0])))
