"""A person's name in one string, taken apart: "Dr Priya Patel", "PATEL, Priya (Pri)", "Mary née Lowe"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .names import KnownPerson
from .words import TITLE_WORDS

_TITLES = re.compile(
    rf"^(?:(?:{'|'.join(sorted(TITLE_WORDS, key=len, reverse=True))})\b\.?\s*)+", re.IGNORECASE
)
_ASIDE = re.compile(r"[(\[\"“](.+?)[)\]\"”]")
_FORMERLY = re.compile(
    r"\b(?:n[eé]e|born|formerly|also known as|known as|a\.?k\.?a\.?|alias|previously)\b[:\s]*", re.IGNORECASE
)
_SEPARATORS = re.compile(r"\s*(?:[,;/|]|\band\b|\bor\b|&)\s*")
_AFTER_NAME = re.compile(
    r"\s*,?\s+(?:jnr|jr|snr|sr|mbe|obe|phd|md|frcpch|mrcpch|mrcgp|rn|rgn|rm|frcp)\b\.?", re.IGNORECASE
)
# "van der Berg", "al-Hassan": what belongs to the family name after it.
_FAMILY_BEGINS = re.compile(
    r"\s((?:(?:van|von|de|del|della|der|den|di|da|dos|das|du|la|le|al|el|ap|ab|ferch|bin|binti|bint|ibn|mc|mac|st\.?)\s)+\S+)$",
    re.IGNORECASE,
)


def without_titles(name: str) -> str:
    plain = _TITLES.sub("", " ".join(name.split()))
    return plain or name.strip()


def title_of(name: str) -> str:
    """ "Dr" of "Dr Priya Patel"; "" where the name has no title."""
    found = _TITLES.match(" ".join(name.split()))
    return found.group() if found else ""


def alias_list(written: str) -> tuple[str, ...]:
    """ "Mimi, Baby Mimi or Mims" are three names."""
    return tuple(
        alias for piece in _SEPARATORS.split(written) if (alias := without_titles(piece.strip(" \"'“”‘’()")))
    )


@lru_cache(maxsize=4096)
def person_named(name: str, role: str, *, side: str = "family", sex: str = "") -> KnownPerson:
    """The person of a name in one string, with titles, names in brackets and former names told apart."""
    plain = " ".join(name.split())
    aliases = tuple(alias for aside in _ASIDE.findall(plain) for alias in _alternatives(aside))
    plain = _ASIDE.sub(" ", plain)
    plain, *former = _FORMERLY.split(plain)
    plain = _AFTER_NAME.sub("", without_titles(plain))
    given, family = _split(" ".join(plain.split()))
    return KnownPerson(
        given, family, role, (*aliases, *(one for each in former for one in alias_list(each))), side, sex
    )


def _alternatives(aside: str) -> Iterator[str]:
    yield from alias_list(_FORMERLY.sub("", aside))


def _split(plain: str) -> tuple[str, str]:
    family, comma, given = plain.partition(",")
    if comma:
        return without_titles(given.strip(" ,")), family.strip()
    if particles := _FAMILY_BEGINS.search(plain):
        return plain[: particles.start()].strip(), particles.group(1)
    given, _, family = plain.rpartition(" ")
    return given.strip(), family.strip()
