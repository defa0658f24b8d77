"""An address written so that two people's ways of writing it meet: postcode, and house number or name."""

import re
import unicodedata
from dataclasses import dataclass

from shared.errors import Fault

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_NUMBER = re.compile(r"(\d{1,5})\s*([A-Z])?")
_NUMBER_IN_WORDS = re.compile(r"\b(\d{1,5})[A-Z]?\b")
_NOT_THE_NUMBER = re.compile(r"^(?:NO|NUMBER|HOUSE NO|HOUSE NUMBER)\b\s*")
# Letters and digits that are typed for one another; each place of a postcode takes only one of the two.
_TO_DIGIT = str.maketrans("OIL", "011")
_TO_LETTER = str.maketrans("01", "OI")
SHORTEST_NAME = 3


@dataclass(frozen=True)
class AskedAddress:
    """An address as it is looked up, each part by its key; ``flat`` "" where none was given."""

    house_key: str
    postcode: str
    flat: str = ""


def postcode_key(written: str) -> str:
    """A full postcode as "LE2 7AB", with letters and digits put right by their place; "" if it is none."""
    plain = re.sub(r"[^A-Z0-9]", "", written.upper())
    if not 5 <= len(plain) <= 7:
        return ""
    inward = plain[-3].translate(_TO_DIGIT) + plain[-2:].translate(_TO_LETTER)
    match = _POSTCODE.fullmatch(_outward(plain[:-3]) + inward)
    return f"{match[1]} {match[2]}" if match else ""


def _outward(typed: str) -> str:
    """The first half put right: it begins with a letter, and no O, I or L ever stands at its end."""
    right = typed[:1].translate(_TO_LETTER) + typed[1:-1] + typed[-1:].translate(_TO_DIGIT)
    if len(right) < 4:
        return right
    return right[0] + right[1].translate(_TO_LETTER) + right[2].translate(_TO_DIGIT) + right[3]


def house_key(written: str) -> str:
    """A house number as "14" or "14A", a house name in plain capitals; "" where nothing is written."""
    letters = unicodedata.normalize("NFKD", written.upper())
    letters = re.sub(r"[^A-Z0-9 ]", " ", re.sub("['’\u0300-\u036f]", "", letters))
    plain = _NOT_THE_NUMBER.sub("", " ".join(letters.split()))
    match = _NUMBER.fullmatch(plain)
    return f"{int(match[1])}{match[2] or ''}" if match else plain


def flat_key(written: str) -> str:
    """A flat as "2", whether it was written "Flat 2", "Apartment 2" or "2"."""
    return house_key(re.sub(r"^(?:FLAT|APARTMENT|APT|UNIT)\b\.?\s*", "", written.upper().strip()))


def address_faults(house: str, postcode: str) -> list[Fault]:
    """Why an address is too vague to be looked up or kept; empty if it is precise."""
    faults, key = [], house_key(house)
    if not key:
        faults.append(Fault("house", "Write the house number, or the name of the house"))
    elif postcode_key(house) or not (_NUMBER.fullmatch(key) or len(key) >= SHORTEST_NAME):
        faults.append(
            Fault("house", "Write one house number or the whole name of the house, and nothing else")
        )
    if not postcode_key(postcode):
        faults.append(Fault("postcode", "Write the full postcode, for example LE1 5WW"))
    return faults


def is_same(entry: AskedAddress, asked: AskedAddress) -> bool:
    """One address. A flat counts only where both name one."""
    return (entry.house_key, entry.postcode) == (asked.house_key, asked.postcode) and _flats_agree(
        entry, asked
    )


def is_near(entry: AskedAddress, asked: AskedAddress) -> bool:
    """Not the same, but easily written for one another: 14 and 14A, another flat of the house, or the number
    with its street or flat ("14 Rose Street", "Flat 3, 14") in the box of the house.
    """
    if entry.postcode != asked.postcode or is_same(entry, asked):
        return False
    if _numbers(entry.house_key) & _numbers(asked.house_key):
        return True
    return _begins(entry.house_key, asked.house_key) or entry.house_key == asked.house_key


def _flats_agree(entry: AskedAddress, asked: AskedAddress) -> bool:
    return not (entry.flat and asked.flat) or entry.flat == asked.flat


def _numbers(key: str) -> set[int]:
    """The house or flat numbers that stand in a key, without their letters."""
    return {int(number) for number in _NUMBER_IN_WORDS.findall(key)}


def _begins(one: str, other: str) -> bool:
    """ "ROSE COTTAGE" and "ROSE COTTAGE FARM", or a name without its "THE"."""
    first, second = (name.removeprefix("THE ") for name in (one, other))
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= SHORTEST_NAME and longer.startswith(shorter) and not shorter[:1].isdigit()
