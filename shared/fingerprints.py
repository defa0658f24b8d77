"""Keyed fingerprints of people and units: two services find that they know the same one, and learn no name.

A fingerprint is HMAC-SHA256 (RFC 2104) over the plain letters of a name, in hexadecimal; who does not hold
the key cannot try names. Order, case, accents, titles and letters after a name make no difference. The words
that are left out are in ``fingerprints.toml``.
"""

import hashlib
import hmac
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("fingerprints.toml")
DERIVED_FOR = b"child-death-review fingerprints v1"
KEY_BYTES = 32
_APOSTROPHES = re.compile("['’‘`ʼ]")
_BRACKETS = re.compile(r"\([^)]*\)")  # "Jane Smith (locum)"
_WORD = re.compile(r"[^\W_]+")


def derived_key(secret: str) -> bytes:
    """A key of KEY_BYTES made from the secret that all services share: HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # who makes no fingerprint need not load it
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=DERIVED_FOR).derive(secret.encode())


def fingerprints_of_person(name: str, key: bytes) -> tuple[str, ...]:
    """What is told of a person who was involved: the whole name, and first and last name of a longer one.

    "Anita Patel" also gives a fingerprint by which "A Patel" finds her. A name of one word gives one by
    which ``fingerprint_of_surname`` finds it and nothing else: it points at too many to close a case.
    """
    given, initials = _parts(name)
    if initials:
        return _made(key, *_initialled("initial", given, initials))
    if len(given) == 1:
        return _made(key, ("surname", given[0]))
    return _made(key, *_whole(given), *_shortened("shortened", given))


def fingerprints_to_look_for(name: str, key: bytes) -> tuple[str, ...]:
    """What this person would have been told as; "Anita Patel" finds "A Patel" and not "Arun Patel"."""
    given, initials = _parts(name)
    if initials:
        return _made(
            key, *_initialled("initial", given, initials), *_initialled("shortened", given, initials)
        )
    return _made(key, *_whole(given), *_shortened("initial", given))


def fingerprint_of_surname(name: str, key: bytes) -> str:
    """What this person would have been told as by the surname alone; "" for a name without one."""
    given, _ = _parts(name)
    return _made(key, ("surname", given[-1]))[0] if given else ""


def fingerprint_of_unit(name: str, key: bytes) -> str:
    """The fingerprint of a ward, hospital, practice or organisation; "" for a name without a word."""
    words = _words(name)
    telling = set(words) - set(_listed()["unit_words"]) or set(words)
    return _made(key, ("unit", *sorted(telling)))[0] if telling else ""


def mark_of_key(key: bytes) -> str:
    """Which key and which list of words fingerprints were made with, in 16 digits; the key stays unknown."""
    return _made(key, ("key", *_listed()["versions"]))[0][:16]


def _whole(given: list[str]) -> list[tuple[str, ...]]:
    if len(given) < 2:
        return []
    return [("whole", *sorted(given)), ("whole", *sorted((given[0], given[-1])))]


def _shortened(kind: str, given: list[str]) -> list[tuple[str, ...]]:
    """A whole name as an initial and a surname, whichever of the two was written first."""
    if len(given) < 2:
        return []
    return [(kind, given[0][0], given[-1]), (kind, given[-1][0], given[0])]


def _initialled(kind: str, given: list[str], initials: list[str]) -> list[tuple[str, ...]]:
    return [(kind, initials[0], given[-1])] if given else []


def _parts(name: str) -> tuple[list[str], list[str]]:
    """The words of a name and, where the given names are letters alone, those; both without titles."""
    out = {*_listed()["titles"], *_listed()["letters_after_a_name"]}
    # "Patel, Anita"; of "Anita Patel, RN" nothing remains behind the comma.
    surname, _, rest = _BRACKETS.sub(" ", name).partition(",")
    words = [word for part in (rest, surname) for word in _words(part) if word not in out]
    given = [word for word in words if len(word) > 1]
    return given, [word for word in words if len(word) == 1] if len(given) < 2 else []


def _words(name: str) -> list[str]:
    split = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.casefold()))
    plain = "".join(letter for letter in split if not unicodedata.combining(letter))
    return _WORD.findall(plain.translate(_letters()))


def _made(key: bytes, *said: tuple[str, ...]) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(words) for words in said)
    return tuple(hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for text in texts)


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    with WORDS.open("rb") as file:
        lists = tomllib.load(file)
    versions = (lists["version"],)
    named = ("titles", "letters_after_a_name", "unit_words")
    return {**{name: tuple(lists[name]) for name in named}, "versions": versions}


@cache
def _letters() -> dict[int, str]:
    with WORDS.open("rb") as file:
        return str.maketrans(tomllib.load(file)["letters"])
