"""The material of a pack that is being written is gathered anew; what was gathered before stays on record."""

from sqlalchemy import insert

from services.theming.domain.london_days import london_day
from services.theming.domain.packs.pack import LearningPack
from services.theming.packs.gathering import gather
from services.theming.queries.packs import CONTENTS, pack_for_change
from services.theming.tables import pack_gathering
from shared.people import Permission, check
from shared.storage import Transaction


def gather_material(tx: Transaction, *, pack_id: str) -> LearningPack:
    """Raises NotFound, TransitionRefused unless it is being written."""
    check(tx.person, Permission.CONFIRM_THEME)
    pack = pack_for_change(tx, pack_id)
    pack.check_open()
    keep_gathering(tx, pack)
    tx.audit("gather_pack_material", subject=pack.id, detail={"gathering": pack.gathered})
    return pack


def keep_gathering(tx: Transaction, pack: LearningPack) -> None:
    """Gather and keep it as the newest; the caller has checked who may."""
    contents = gather(tx, pack.period, today=london_day(tx.at))
    pack.gathered += 1
    by = {"gathered_by": tx.person.id, "gathered_by_name": tx.person.name, "gathered_at": tx.at}
    kept = {
        "pack_id": pack.id,
        "number": pack.gathered,
        "contents": CONTENTS.dump_python(contents, mode="json"),
    }
    tx.session.execute(insert(pack_gathering).values(**kept, **by))
    tx.audit_each(
        "read_for_pack", cases=[case for case, _ in contents.case_versions], detail={"pack": pack.id}
    )
