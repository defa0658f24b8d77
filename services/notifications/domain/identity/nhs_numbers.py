"""NHS numbers: ten digits with a check digit. The 999 range is never issued: for demonstrations only.

Source: NHS Data Dictionary (modulus 11); the ``nhs-number`` package checks.
"""

from enum import StrEnum

from nhs_number import validate

TEST_RANGE = "999"


class WhyAbsent(StrEnum):
    """Why there is no NHS number. A blank without a reason is not accepted."""

    NOT_RESIDENT = "not_resident_in_england"
    NOT_AVAILABLE = "not_currently_available"


def plain_digits(written: str) -> str:
    """The digits of a number written with spaces or dashes."""
    return "".join(character for character in written if not (character.isspace() or character in "-–"))


def fault_of(written: str, *, demonstration: bool) -> str | None:
    """What is wrong with an NHS number as written, in plain words; None if it can be accepted."""
    digits = plain_digits(written)
    if len(digits) != 10 or not digits.isdecimal():
        return "The NHS number must have 10 digits, for example 999 000 0018"
    if not validate.is_valid(digits):
        return "The NHS number is not valid: its check digit is wrong. Compare it with the record"
    if demonstration and not digits.startswith(TEST_RANGE):
        return "This is a demonstration: use an NHS number that starts with 999, never a real one"
    if not demonstration and digits.startswith(TEST_RANGE):
        return "NHS numbers that start with 999 are test numbers and are not accepted"
    return None


def formatted(digits: str) -> str:
    """ "999 000 0018"."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 10 else digits
