"""Several files sent at once are taken together or not at all, and every fault is named."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.origin import SentFile
from services.notifications.domain.documents.refusals import FIELD, DocumentNotTaken
from shared.errors import Fault, Invalid

T = TypeVar("T")
CHOOSE_AGAIN = "Nothing has been kept: choose the files again"


def each_checked(files: Sequence[SentFile], check: Callable[[SentFile], T]) -> list[T]:
    """What ``check`` says of each file. Raises Invalid with the fault of every file, by its place."""
    refuse_number(len(files))
    checked, faults = [], []
    for number, file in enumerate(files, start=1):
        try:
            checked.append(check(file))
        except DocumentNotTaken as refused:
            which = f"File {number} of {len(files)}: " if len(files) > 1 else ""
            faults.append(Fault(FIELD, f"{which}{refused.says}"))
    if faults:
        raise Invalid([*faults, Fault(FIELD, CHOOSE_AGAIN)] if len(files) > 1 else faults)
    return checked


def refuse_known(number: int | None, through: str) -> None:
    """Raises DocumentNotTaken for the very file that is kept as document ``number`` (None: it is new).

    ``through``: the way it comes; how many documents a case has is told to the office alone.
    """
    if number is not None:
        where = f", as document {number}" if through == "office" else ""
        raise DocumentNotTaken(f"This same file has been received already{where}: it is not kept twice")


def refuse_twice(digests: Sequence[str]) -> None:
    """Raises Invalid where one file was chosen twice."""
    if len(set(digests)) < len(digests):
        raise DocumentNotTaken("The same file was chosen twice: choose each once")


def refuse_number(files: int) -> None:
    """Raises Invalid for none, or for more than may be sent at once."""
    if not files:
        raise DocumentNotTaken("Choose a file")
    if files > LIMITS.most_at_once:
        raise DocumentNotTaken(f"Send no more than {LIMITS.most_at_once} files at once")


def refuse_more(kept: int, coming: int) -> None:
    """Raises Invalid where a case would hold more documents than it may."""
    if kept + coming > LIMITS.most_for_a_case:
        raise DocumentNotTaken("So many documents have come for this child already. Telephone the office")
