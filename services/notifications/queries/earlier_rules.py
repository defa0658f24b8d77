"""Texts that were confirmed with earlier rules of redaction, and what today's rules take out besides."""

from typing import NamedTuple

from sqlalchemy import func, select

from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.material.still_told import still_told
from services.notifications.domain.redaction import REDACTION_RULES_VERSION
from services.notifications.queries.known_names import known_in_case
from services.notifications.tables.gathering import case_material, redaction_hit
from shared.people import Permission, check
from shared.storage import Transaction

AT_ONCE = 25  # texts that are redacted anew while somebody waits for the page


class ReadAgain(NamedTuple):
    """`texts`: each with how many pieces the panel can read that today's rules take out. `looked_at` of
    `confirmed` texts were compared, from `first` on, the newest before the older.
    """

    texts: list[tuple[CaseMaterial, int]]
    confirmed: int
    first: int
    looked_at: int

    @property
    def further(self) -> int:
        """Where the next ones begin; 0 if there are none."""
        behind = self.first + self.looked_at
        return behind if behind < self.confirmed else 0


def to_read_again(tx: Transaction, first: int = 0) -> ReadAgain:
    """Of the texts whose confirmed version today's rules did not read, those that say more than they should.

    A text of which nothing was taken out tells no rules: it counts as read by earlier ones.
    """
    check(tx.person, Permission.CONFIRM_REDACTION)
    with_these = select(redaction_hit.c.material_id).where(
        redaction_hit.c.material_id == case_material.c.material_id,
        redaction_hit.c.version == case_material.c.version,
        redaction_hit.c.rules_version == REDACTION_RULES_VERSION,
    )
    earlier = (case_material.c.confirmed_on.is_not(None), ~with_these.exists())
    confirmed = tx.session.scalar(select(func.count()).select_from(case_material).where(*earlier)) or 0
    newest_first = (case_material.c.confirmed_on.desc(), case_material.c.material_id)
    wanted = select(CaseMaterial).where(*earlier).order_by(*newest_first).offset(first).limit(AT_ONCE)
    looked_at = list(tx.session.scalars(wanted))
    counted = [(each, _still_told(tx, each)) for each in looked_at]
    return ReadAgain([(each, more) for each, more in counted if more], confirmed, first, len(looked_at))


def removed_then(tx: Transaction, material_id: str, version: int) -> list[tuple[int, int]]:
    """What was taken out of a confirmed version: where each piece began and ended."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    of_it = (redaction_hit.c.material_id == material_id, redaction_hit.c.version == version)
    rows = tx.session.execute(select(redaction_hit.c.start, redaction_hit.c.end).where(*of_it))
    return [(start, end) for start, end in rows]


def _still_told(tx: Transaction, material: CaseMaterial) -> int:
    result = material.redacted(*known_in_case(tx, material.case_reference))
    return still_told(result, removed_then(tx, material.material_id, material.version))
