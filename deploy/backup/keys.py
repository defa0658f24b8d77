"""Key files: an age identity opens a backup; its public key is enough to make one."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from deploy.backup import BackupRefused


@dataclass(frozen=True)
class BackupKey:
    """Whom a backup is sealed for, and what opens it: no identities where only public keys are known."""

    recipients: tuple[Recipient, ...]
    identities: tuple[Identity, ...] = ()

    @property
    def public(self) -> str:
        """The public keys, which may be told to anybody."""
        return " ".join(map(str, self.recipients))


def make_key(file: Path, at: datetime) -> str:
    """Write a new identity, readable by its owner only; gives its public key. Never overwrites."""
    identity = Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"# created: {at.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n")
    except FileExistsError:
        raise BackupRefused(f"{file} is there already, and a key is never overwritten.") from None
    except OSError as error:
        raise BackupRefused(f"{file} cannot be written: {error.strerror}.") from None
    return public


def read_key(file: Path) -> BackupKey:
    """The keys in ``file``: lines of ``AGE-SECRET-KEY-1…`` or ``age1…``; lines with # are remarks."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [line for line in lines if line and not line.startswith("#")]
        identities = tuple(Identity.from_str(line) for line in found if not line.startswith("age1"))
        recipients = tuple(Recipient.from_str(line) for line in found if line.startswith("age1"))
    except (OSError, UnicodeDecodeError):
        raise BackupRefused(f"The key file {file} cannot be read.") from None
    except (IdentityError, RecipientError):
        raise BackupRefused(f"{file} is not a key file. 'cdop backup-key FILE' makes one.") from None
    if not found:
        raise BackupRefused(f"{file} holds no key. 'cdop backup-key FILE' makes one.")
    return BackupKey((*recipients, *(one.to_public() for one in identities)), identities)
