"""Nobody turns round what a colleague decided without having seen it: checked before anything is changed."""

from services.theming.domain.confirming.seen import DecidedMeanwhile, Seen
from services.theming.queries.seen import decided_since
from services.theming.queries.standing import confirmations_of
from shared.storage import Transaction


def check_as_seen(
    tx: Transaction, case: str, seen: Seen | None, *, theme: str = "", sentence: str = "", now: str = ""
) -> None:
    """``seen``: None where nobody decides from a page. ``now``: the mark of the sentences that show the
    theme, where it matters which. Raises DecidedMeanwhile.

    Themes of the case stay locked, so that two who decide at once come one after the other.
    """
    if seen is None:
        return
    confirmations_of(tx, case)
    if since := decided_since(tx, case, seen, theme=theme, sentence=sentence):
        raise DecidedMeanwhile(since)
    if now and now != seen.sentences:
        raise DecidedMeanwhile
