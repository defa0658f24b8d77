"""What files are made with, and how one is known again."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zlib import ZLIB_RUNTIME_VERSION

PDF, HTML = "application/pdf", "text/html; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_THEMING = Path(__file__).parent.parent
_HERE = ("printing", "domain/printed_blocks.py")


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@cache
def made_with(*of: str) -> str:
    """The versions of what makes files: with others, the same contents may be other bytes.

    ``of``: the folders and files of theming, besides the printing, whose texts go into the files.
    """
    words = hashlib.sha256()
    for path in sorted(each for name in (*_HERE, *of) for each in _files(_THEMING / name)):
        words.update(path.read_bytes())
    makers = ("typst", "python-docx", "vl-convert-python")
    versions = ", ".join(f"{maker} {version(maker)}" for maker in makers)
    return f"{versions}, zlib {ZLIB_RUNTIME_VERSION}, texts {words.hexdigest()[:12]}"


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else list(path.glob("*.*"))
