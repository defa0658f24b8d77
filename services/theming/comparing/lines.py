"""A line sent to be compared: what is right in it, and what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.theming.sent_line import LineFault, object_sent, text_faults, whole_characters


@dataclass(frozen=True)
class Sent:
    """A line in its place. ``themes`` is None where the text itself is to be read for them; ``error`` says
    what is wrong with the line, and nothing is compared with it.
    """

    id: object
    text: str = ""
    age_band: str = ""
    themes: tuple[str, ...] | None = None
    error: str = ""
    line: int = 0


def sent(lines: Iterable[str]) -> Iterator[Sent]:
    """Each line that is not blank, in order."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> Sent:
    try:
        given = object_sent(line)
    except LineFault as fault:
        return _wrong(None, number, str(fault))
    id, age, themes = (given.get(name) for name in ("id", "age_band", "themes"))
    faults = ["There is no id."] if id is None else []
    faults += text_faults(given)
    faults += [
        fault
        for fault, wrong in (
            ("The age_band is not a string.", age is not None and not isinstance(age, str)),
            ("The themes are not a list of strings.", themes is not None and not _strings(themes)),
        )
        if wrong
    ]
    if faults:
        return _wrong(id, number, " ".join(faults))
    return Sent(id, whole_characters(given["text"]), age or "", _themes(themes), line=number)


def _themes(given: object) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(map(str, given))) if isinstance(given, list) else None


def _strings(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given)


def _wrong(id: object, number: int, because: str) -> Sent:
    return Sent(id, error=f"Line {number}: {because}")
