"""The second proof: a code of the hour (TOTP, RFC 6238) that is good once, or a recovery code that is."""

import secrets
from datetime import datetime
from hashlib import sha256

import pyotp

STEP = 30  # seconds
#: A clock may be one step off, either way.
STEPS_OFF = (-1, 0, 1)
RECOVERY_CODES = 10
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
_GROUPS, _LENGTH = 4, 4


def new_secret() -> str:
    return pyotp.random_base32(32)


def address_of_secret(secret: str, name: str, issuer: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of_code(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """The step whose code this is, later than ``last_step``; None for a wrong one and for one used before."""
    typed = code.replace(" ", "")
    now, made = int(at.timestamp()) // STEP, pyotp.TOTP(secret)
    right = [
        now + off
        for off in STEPS_OFF
        if pyotp.utils.strings_equal(made.at((now + off) * STEP), typed) and now + off > last_step
    ]
    return max(right) if right else None


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 78 bits each, to be shown once."""
    return tuple(
        "-".join("".join(secrets.choice(LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def recovery_hash(name: str, code: str) -> str:
    """What is kept of a recovery code: nothing can be guessed of 78 random bits, so it needs no slow one."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(f"{name}:{plain}".encode()).hexdigest()
