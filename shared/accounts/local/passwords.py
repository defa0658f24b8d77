"""Passwords: long, not common, not the name; kept as argon2id. No rule about which signs are in one.

Source: NIST SP 800-63B (2024), 3.1.1.2; OWASP ASVS 5.0, V6.2. The common ones are the list of zxcvbn.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.errors import Fault

SHORTEST, LONGEST = 12, 128
#: What is guessed first of us: what the product, the panels and the offices are called.
OWN_WORDS = frozenset(
    {
        *("childdeath", "childdeathreview", "childdeathreviews", "deathreview"),
        *("childdeathoverview", "childdeathoverviewpanel", "overviewpanel", "cdop", "cdopcdop"),
        *("cdrmanager", "safeguarding", "safeguardingchildren"),
    }
)
#: RFC 9106, second recommended option, in which 64 MiB are enough: argon2-cffi's own low-memory profile.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@cache
def common_passwords() -> frozenset[str]:
    """Some thirty thousand that are tried first everywhere."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # large, and asked for only when one is chosen

    return frozenset(FREQUENCY_LISTS["passwords"])


def password_faults(password: str, again: str, name: str) -> list[Fault]:
    """Every fault of a password as chosen."""
    faults = []
    if not SHORTEST <= len(password) <= LONGEST:
        faults.append(Fault("password", f"Choose a password of {SHORTEST} to {LONGEST} characters"))
    if _is_common(password.lower(), name):
        faults.append(
            Fault("password", "Choose a password that is not a common one and not the account's name")
        )
    if password != again:  # allow secret-compared: both typed by the same person
        faults.append(Fault("again", "Write the same password twice"))
    return faults


def _is_common(password: str, name: str) -> bool:
    """Common, or a common one or the name with something short before or behind, or said several times."""
    plain = password.strip("0123456789!?.-_ ")
    said_once = {
        password[:length] for length in range(1, len(password) // 2 + 1) if _repeats(password, length)
    }
    letters = "".join(filter(str.isalpha, plain))
    taken = {"", name, name.replace(".", "")}
    known = {password, plain, *said_once} & common_passwords()
    return bool(known) or plain in taken or letters in OWN_WORDS


def _repeats(password: str, length: int) -> bool:
    parts = {password[start : start + length] for start in range(0, len(password), length)}
    return len(parts) == 1


@cache
def nobodys_hash() -> str:
    """What the password of an unknown account is compared with, so that it takes as long as any other."""
    return HASHER.hash("nobody has this password")


def is_password(kept: str, password: str) -> bool:
    """Whether this is the password that was kept; "" (none was chosen yet) is nobody's."""
    try:
        HASHER.verify(kept or nobodys_hash(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
