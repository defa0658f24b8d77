"""What can be written to as an e-mail address."""

import re

MOST = 254  # characters of an address; source: RFC 5321, 4.5.3.1.3
_ADDRESS = re.compile(r"[^\s@,;:<>\"()\[\]\\]+@[^\s@,;:<>\"()\[\]\\]+\.[^\s@,;:<>\"()\[\]\\.]{2,}")


def is_address(text: str) -> bool:
    """Whether a message can be sent there. Line ends and lists of addresses are none."""
    written = text.strip()
    return len(written) <= MOST and _ADDRESS.fullmatch(written) is not None
