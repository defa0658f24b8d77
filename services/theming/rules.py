"""What an answer follows from besides the data: the code and its tables, told apart by a digest."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_SHARED = _HERE.parents[1] / "shared"
OF_ANSWERS = (_HERE, _SHARED / "disclosure")
"""All that makes an answer what it is, its words too."""
OF_HIDING = (
    _HERE / "disclosure",
    _HERE / "domain" / "statistics",
    _SHARED / "disclosure",
    _SHARED / "periods.py",
)
"""All that decides which cells of given counts are hidden."""


@cache
def rules_digest(*places: Path) -> str:
    """Another text whenever code or tables in ``places`` (files, or folders with all in them) differ."""
    together = sha256()
    for file in sorted(file for place in places for file in _files(place)):
        together.update(file.name.encode() + b"\0" + file.read_bytes())
    return together.hexdigest()


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return (place,)
    return (file for ending in ("py", "toml") for file in place.rglob(f"*.{ending}"))
