"""A data file of the codebook that cannot be used, told so that its author can mend it: which file, where in
it, and why. Nothing in these files is about a child, so that they may be quoted.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PRODUCT = Path(__file__).parents[4]


class FaultyFile(ValueError):
    """Its words are the whole message, for the command line too."""


@contextmanager
def within(place: str) -> Iterator[None]:
    """Says of any fault that arises inside where it stands; those that hold each other are all named."""
    try:
        yield
    except FaultyFile as fault:
        raise FaultyFile(f"{place}, {fault}") from None
    except KeyError as missing:
        raise FaultyFile(f"{place}: there is no “{missing.args[0]}”") from None
    except UnicodeDecodeError:
        raise FaultyFile(f"{place}: this is not UTF-8") from None
    except OSError as fault:
        raise FaultyFile(f"{place}: this file cannot be read ({fault.strerror})") from None
    except (ValueError, TypeError, AttributeError) as fault:
        raise FaultyFile(f"{place}: {fault}") from None


def told_path(file: Path) -> str:
    """As people name it: from the top of the product, where it is in it."""
    return str(file.relative_to(PRODUCT) if file.is_relative_to(PRODUCT) else file)


def read_toml(file: Path) -> dict[str, Any]:
    """Raises FaultyFile."""
    with within(told_path(file)), file.open("rb") as opened:
        return tomllib.load(opened)


def refuse_unknown(given: Mapping[str, Any], known: Collection[str]) -> None:
    """Raises FaultyFile for keys that mean nothing: one with a slip in it would be passed over in silence."""
    if unknown := sorted(given.keys() - set(known)):
        raise FaultyFile(
            f"nothing is known by the name {_quoted(unknown)}; there are {_quoted(sorted(known))}"
        )


def one_of(said: Any, known: Collection[str], key: str) -> Any:
    if said not in known:
        raise FaultyFile(f"{key}: “{said}” is none of {_quoted(sorted(known))}")
    return said


def words_in(given: Mapping[str, Any], key: str, known: Collection[str] | None = None) -> list[str]:
    """A list of texts, empty where there is none. Raises FaultyFile for anything else, and for a text that
    is not one of those known.
    """
    said = given.get(key, [])
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise FaultyFile(f"{key}: this is not a list of texts")
    if known is not None:
        for each in said:
            one_of(each, known, key)
    return said


def _quoted(names: Collection[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
