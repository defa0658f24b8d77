"""What the panel was given of a text that today's rules, or what is known today, would take out."""

from collections.abc import Iterable

from services.notifications.domain.redaction import Redacted, Withheld


def still_told(result: Redacted | Withheld, removed: Iterable[tuple[int, int]]) -> int:
    """How many pieces: `result` is the confirmed text as it would leave today, `removed` what was taken out
    of it then (start, end). A text that would be withheld counts as one.
    """
    if isinstance(result, Withheld):
        return 1
    gone = {at for start, end in removed for at in range(start, end)}
    return sum(
        any(at not in gone and result.source[at].isalnum() for at in range(hit.start, hit.end))
        for hit in result.hits
    )
