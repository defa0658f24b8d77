"""A count as a sentence says it: a suppressed number is not said to be none."""

from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero
from shared.disclosure.policies import DisclosurePolicy


def in_words(cell: Cell, policy: DisclosurePolicy) -> str:
    """ "107", "about 105" where the policy rounds, "none", "a number that is not shown"."""
    match cell:
        case TrueZero():
            return "none"
        case Suppressed():
            return "a number that is not shown"
        case Missing():
            return "nothing is held"
    return f"{cell.count}" if policy.round_to == 1 else f"about {cell.count}"
