"""Whether somebody may decide on a case now: every decision on themes begins here."""

from services.theming.queries.codebooks import codebook_in_use, themes_spoken_of
from services.theming.queries.judging import is_hidden
from services.theming.queries.restrictions import is_open
from shared.errors import Conflict, NotFound, TransitionRefused
from shared.people import Permission, check
from shared.storage import Transaction


class ReadByTwo(Conflict):
    """Whoever decided now would have seen, or would change, what the other person is to decide alone."""

    title = "This case is read by two people"


def check_may_decide(tx: Transaction, case: str) -> None:
    """Raises NotPermitted, NotFound, or ReadByTwo while another person's decisions are kept from this one."""
    check(tx.person, Permission.CONFIRM_THEME)
    if not case.isprintable() or not is_open(tx, case):
        raise NotFound("There is no case with this reference.")
    if is_hidden(tx, case):
        raise ReadByTwo("Somebody else has begun it. Read it as the second person, or leave it to them.")


def check_stands(tx: Transaction, theme: str) -> None:
    """Raises TransitionRefused for a theme of this panel's own that was withdrawn: what was confirmed stays,
    and nothing new is.
    """
    if theme in themes_spoken_of(tx).keys() - codebook_in_use(tx).themes.keys():
        raise TransitionRefused("This theme was withdrawn: no further case is confirmed with it.")
