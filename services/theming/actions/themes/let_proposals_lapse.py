"""The text that showed a theme is gone and none takes its place: a proposal nobody decided lapses."""

from services.theming.queries.standing import affirmed_themes, confirmations_of
from shared.storage import Transaction


def let_proposals_lapse(tx: Transaction, *, case: str) -> None:
    """What a person has confirmed or rejected stays as she left it."""
    standing = confirmations_of(tx, case)
    for theme in standing.keys() - set(affirmed_themes(tx, case)):
        standing[theme].no_longer_found()
