"""Reviewed cases like one as a panel is shown them: alike by themes and circumstances alone.

Words of other cases' texts are not shown to it, nor the place of death: they could tell who the child was.
What is alike by its words alone is left out, and so counts in no prompt.
"""

from collections.abc import Collection
from dataclasses import replace

from services.theming.comparing.finding import Comparables, LikeCase, comparables_to_case, decided
from services.theming.domain.comparables.consistency import prompts
from services.theming.domain.comparables.likeness import Reason
from services.theming.queries import comparing
from shared.storage import Transaction

ALIKE_BY = frozenset({"theme", "events"})
SHOWN = ALIKE_BY | {"age_band", "category"}


def like_cases_for_a_panel(tx: Transaction, case: str, advisory: Collection[str]) -> Comparables:
    """``advisory``: themes that people often reject: a reason only where a person confirmed them."""
    found = comparables_to_case(tx, case)
    like = tuple(shown for each in found.reviewed if (shown := _for_a_panel(each, advisory)))
    mine = comparing.facts_of_cases(tx, [case])[case]
    said = prompts(decided(mine), [decided(each.facts) for each in like])
    return replace(found, reviewed=like, not_reviewed=(), prompts=said)


def _for_a_panel(each: LikeCase, advisory: Collection[str]) -> LikeCase | None:
    reasons = tuple(reason for reason in each.likeness.reasons if _may_be_said(reason, advisory))
    if not any(reason.kind in ALIKE_BY for reason in reasons):
        return None
    return replace(each, likeness=replace(each.likeness, reasons=reasons))


def _may_be_said(reason: Reason, advisory: Collection[str]) -> bool:
    if reason.kind == "theme":
        return reason.confirmed or reason.values[0] not in advisory
    return reason.kind in SHOWN
