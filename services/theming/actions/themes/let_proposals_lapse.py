"""The text that showed a theme is gone and none takes its place: a proposal nobody decided lapses."""

from services.theming.queries.judging import affirmed_once_heard
from services.theming.queries.standing import confirmations_of
from shared.storage import Transaction


def let_proposals_lapse(tx: Transaction, *, case: str) -> None:
    """What a person has confirmed or rejected stays as she left it."""
    standing = confirmations_of(tx, case)
    for theme in standing.keys() - set(affirmed_once_heard(tx, case)):
        standing[theme].no_longer_found()
