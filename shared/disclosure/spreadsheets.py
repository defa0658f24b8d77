"""Text that leaves in a file and may be opened in a spreadsheet."""

import csv
import re
from collections.abc import Iterable
from typing import Any, TextIO

# With those of full width, which a spreadsheet set to Japanese or Chinese takes for the others.
FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BREAKS = ("\t", "\r", "\n")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what would start one."""
    begins = text.lstrip().startswith(FORMULA_STARTS) or text.lstrip(" ").startswith(_BREAKS)
    return f"'{text}" if begins else text


class CsvWriter:
    """``csv.writer`` for all that we give out: every text is neutral in it, and a number stays as it is."""

    def __init__(self, out: TextIO, **how: Any) -> None:
        self._writer = csv.writer(out, **how)  # allow csv-with-formulas: this is what makes it neutral

    def writerow(self, row: Iterable[object]) -> None:
        self._writer.writerow([_harmless(cell) for cell in row])

    def writerows(self, rows: Iterable[Iterable[object]]) -> None:
        for row in rows:
            self.writerow(row)


def _harmless(cell: object) -> object:
    return neutral(cell) if isinstance(cell, str) and not _NUMBER.fullmatch(cell) else cell
