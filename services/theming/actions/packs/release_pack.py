"""A second person has read a pack and releases it; nobody releases what they wrote in."""

from services.theming.domain.london_days import london_day
from services.theming.domain.packs.editions import withdraw_replaced
from services.theming.domain.packs.pack import PackChangedMeanwhile
from services.theming.domain.packs.wording import wording_rules
from services.theming.queries.pack_material import open_to_all
from services.theming.queries.packs import authors, editions_of, pack_for_change, put_forward
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


class MaterialHasChanged(Conflict):
    """A case that the pack was gathered from is restricted now, or the rules of its wording have changed."""

    title = "The material of this pack has changed"


def release_pack(tx: Transaction, *, pack_id: str, round: int) -> None:
    """An earlier edition of the quarter is withdrawn: this one replaces it. Where this one may be read on a
    later day only, the earlier one is read until then (``domain/packs/editions.py``).

    ``round``: what the person read. Raises OwnWork, TransitionRefused, PackChangedMeanwhile,
    MaterialHasChanged.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    editions = editions_of(tx, pack_id)
    pack = pack_for_change(tx, pack_id)
    if round != pack.round:
        raise PackChangedMeanwhile(version=pack.round, theirs="", mine="")
    pack.check_put_forward()
    written = put_forward(tx, pack, round)
    pack.release(by=tx.person, at=tx.at, authors=authors(tx, pack.id), embargo_on=written.embargo_on)
    cases = written.contents.case_references
    if open_to_all(tx, cases) != cases or written.contents.wording != wording_rules().version:
        raise MaterialHasChanged("Send it back, so that its material is gathered again and read through.")
    withdraw_replaced(pack, editions, by=tx.person, at=tx.at, day=london_day(tx.at))
    tx.audit("release_pack", subject=pack.id, detail={"round": round})
