"""The office begins the pack of a quarter: its material is gathered, its texts are still to be written."""

from services.theming.actions.packs.gather_material import keep_gathering
from services.theming.domain.london_days import london_day
from services.theming.domain.packs.pack import (
    LearningPack,
    PackIsOpen,
    PackStatus,
    pack_id,
    quarter_to_build,
)
from services.theming.queries.packs import packs_of_quarter
from shared.people import Permission, check
from shared.storage import Transaction


def build_pack(tx: Transaction, *, quarter: str) -> LearningPack:
    """Raises Invalid, QuarterNotOver, or PackIsOpen while an edition of the quarter is not withdrawn."""
    check(tx.person, Permission.CONFIRM_THEME)
    period = quarter_to_build(quarter, london_day(tx.at))
    editions = packs_of_quarter(tx, period.name)
    if any(each.status is not PackStatus.WITHDRAWN for each in editions):
        raise PackIsOpen("Open that pack, or withdraw it before a new edition is built.")
    edition = len(editions) + 1
    made = LearningPack(
        pack_id(period, edition),
        period.name,
        edition,
        PackStatus.DRAFT,
        tx.person.id,
        tx.person.name,
        tx.at,
    )
    tx.session.add(made)
    tx.session.flush()
    keep_gathering(tx, made)
    tx.audit("build_pack", subject=made.id)
    return made
