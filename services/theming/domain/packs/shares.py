"""A share beside the number of cases that a text rests on: what can be worked out from the two."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class ShareRule:
    """``fewest``: the smallest number that is shown; ``parts`` and ``numbers``: what words stand for."""

    id: str
    looks_for: str
    fewest: int
    says: str
    find: re.Pattern[str]
    spares: tuple[re.Pattern[str], ...]
    parts: Mapping[str, int]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ShareRule":
        find, *spares = (re.compile(each, re.IGNORECASE) for each in (row["find"], *row["spares"]))
        told = (row["id"], row["looks_for"], row["fewest"], row["says"])
        return cls(*told, find, tuple(spares), row["part"], row["number"])

    def finds(self, sentence: str, rests_on: int) -> bool:
        """Whether a share of these cases, or the rest, would be a number that is not shown.

        What is said of the whole country is no share of them.
        """
        if any(each.search(sentence) for each in self.spares):
            return False
        return any(self._small(self._share(found), rests_on) for found in self.find.finditer(sentence))

    def _small(self, share: Fraction, rests_on: int) -> bool:
        return any(0 < round(part * rests_on) < self.fewest for part in (share, 1 - share))

    def _share(self, found: re.Match[str]) -> Fraction:
        if found["percent"]:
            return self._number(found["percent"]) / 100
        if found["some"]:
            return self._number(found["some"]) / (self._number(found["of"]) or 1)
        if found["half"]:
            return Fraction(1, 2)
        return self._number(found["parts"]) / self.parts[found["part"].lower()]

    def _number(self, word: str) -> Fraction:
        return Fraction(self.numbers.get(word.lower(), 0) or word)
