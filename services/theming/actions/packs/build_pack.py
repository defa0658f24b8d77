"""The office begins the pack of a quarter: its material is gathered, its texts are still to be written."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import insert

from services.theming.actions.packs.gather_material import keep_gathering
from services.theming.domain.london_days import london_day
from services.theming.domain.packs.pack import (
    LearningPack,
    check_none_on_its_way,
    pack_id,
    quarter_to_build,
)
from services.theming.domain.packs.sections import PackText
from services.theming.domain.two_people import Standing
from services.theming.queries.packs import packs_of_quarter, texts_of
from services.theming.tables import pack_text
from shared.people import Permission, check
from shared.storage import Transaction


def build_pack(tx: Transaction, *, quarter: str) -> LearningPack:
    """Raises Invalid, QuarterNotOver, or PackIsOpen while another edition of the quarter is on its way.

    A further edition begins with the texts of the one before it; they stay those of who wrote them.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    period = quarter_to_build(quarter, london_day(tx.at))
    editions = packs_of_quarter(tx, period.name)
    check_none_on_its_way(editions)
    number = len(editions) + 1
    by = (tx.person.id, tx.person.name, tx.at)
    made = LearningPack(pack_id(period, number), period.name, number, Standing.DRAFT, *by)
    tx.session.add(made)
    tx.session.flush()
    keep_gathering(tx, made)
    if editions:
        _take_over(tx, texts_of(tx, editions[-1].id).values(), made)
    tx.audit("build_pack", subject=made.id)
    return made


def _take_over(tx: Transaction, texts: Iterable[PackText], made: LearningPack) -> None:
    rows = [{**asdict(each), "pack_id": made.id, "version": 1} for each in texts]
    if rows:
        tx.session.execute(insert(pack_text), rows)
