"""A person who may see a restricted case opens it to the whole office again."""

from services.theming.actions.restrictions.restrict_case import check_made_here, end_restriction
from services.theming.domain.restrictions.case_restriction import text_faults
from services.theming.queries.cases import facts_of
from services.theming.queries.restrictions import restriction_of
from shared.errors import Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def lift_restriction(tx: Transaction, *, case: str, because: str, names_nobody: bool = False) -> None:
    """``names_nobody``: nobody is meant by what might be a name in the reason.

    Raises NotFound when none holds or it hides the case, Invalid naming every fault; Conflict.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    facts_of(tx, case)
    held = restriction_of(tx, case)
    if held is None:
        raise NotFound("This case is not restricted.")
    check_made_here(held)
    missing = "Say why the whole office may see this case again"
    if faults := text_faults(because, "because", missing, names_nobody=names_nobody):
        raise Invalid(faults)
    end_restriction(tx, held.id, because)
    tx.audit("lift_restriction", case=case)
