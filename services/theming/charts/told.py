"""What several charts say in the same words."""

from services.theming.domain.statistics.shares import (
    HIDDEN,
    NOBODY,
    NOTHING_HELD,
    TOO_FEW,
    Share,
    number,
)
from shared.disclosure.cells import Cell, Missing, as_text
from shared.disclosure.policies import DisclosurePolicy

NOT_SHOWN = "Not shown, so that no child can be recognised"
WHY_NO_SHARE = {
    HIDDEN: "not shown",
    NOTHING_HELD: "nothing held",
    NOBODY: "N/A: nobody",
    TOO_FEW: "too few for a share",
}


def counted(cell: Cell, policy: DisclosurePolicy) -> str:
    """A count in a sentence: "about 45", "12", "none", "not shown", "nothing held"."""
    shown = number(cell)
    if shown is None:
        return "nothing held" if isinstance(cell, Missing) else "not shown"
    if shown == 0:
        return "none"
    return str(shown) if policy.round_to == 1 else f"about {shown}"


def share_told(share: Share) -> str:
    """A share with its base and interval, or why there is none."""
    if not share.known:
        return WHY_NO_SHARE[share.status]
    low, high = share.interval
    return f"{share.percent} of {share.base}, 95% interval {100 * low:.0f}% to {100 * high:.0f}%"


def unsaid(share: Share, of: str, asked: str) -> str:
    """Why a share that is not known is not said; ``asked`` is the question in words, ``of`` its cases."""
    if share.status == NOTHING_HELD:
        return sentence(f"Nothing is held of {of}")
    if share.status == NOBODY:
        return sentence(f"There were no {of}")
    if share.status == TOO_FEW:
        return sentence(f"There were too few {of} to say a share")
    return sentence(f"{asked} is not shown, so that no child can be recognised")


def base_text(cell: Cell) -> str:
    """The base of a row as the chart prints it."""
    return as_text(cell)


def sentence(text: str) -> str:
    """The text with a capital at its start and one full stop at its end."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
