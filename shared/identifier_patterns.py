"""Does a text still show something that identifies? A second look, by pattern, where names are not known.

Panel refuses what would leave it with such a thing in it; theming keeps and themes no text with a hit.
Names cannot be found by pattern: they are taken out, and a person confirms it, where they are known.
"""

import re
from collections.abc import Callable

from nhs_number.validate import is_valid

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATES = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2}}(?:\d{{2}})?|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b",
    re.IGNORECASE,
)
_TEN_DIGITS = re.compile(r"(?<!\d)(?<!\d[ -])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_POSTCODE_UNSPACED = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}\b")
_TELEPHONE = re.compile(r"(?<![\d.])(?:\+44\s?|0)(?:[ -]?\d){9,10}(?!\d)")
# Looked for from the beginning of a word alone: from every letter of it, a long word would take minutes.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _shows_nhs_number(text: str) -> bool:
    return any(is_valid(re.sub(r"\D", "", found)) for found in _TEN_DIGITS.findall(text))


PATTERNS: dict[str, Callable[[str], bool]] = {
    "NHS number": _shows_nhs_number,
    "postcode": lambda text: bool(_POSTCODE.search(text) or _POSTCODE_UNSPACED.search(text)),
    "telephone number": lambda text: bool(_TELEPHONE.search(text)),
    "email address": lambda text: bool(_EMAIL.search(text)),
    "exact date": lambda text: bool(_DATES.search(text)),
}


def with_article(kind: str) -> str:
    """A kind of identifier as a sentence has it: "an NHS number", "a postcode"."""
    return f"{'an' if kind[0] in 'aeiouN' else 'a'} {kind}"


def identifiers_in(text: str) -> tuple[str, ...]:
    """The kinds of identifier that a text seems to show, never the words themselves; empty if none."""
    return tuple(kind for kind, shows in PATTERNS.items() if shows(text))
