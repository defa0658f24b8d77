"""Somebody of the office puts a pack forward: its versions are recorded and its files made, to be read."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert

from services.theming.domain.london_days import london_day
from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.packs.sections import pack_faults
from services.theming.domain.packs.wording import wording_rules
from services.theming.domain.two_people import embargo_faults
from services.theming.queries.pack_material import open_to_all
from services.theming.queries.packs import gathered, pack_before, pack_for_change, put_forward, texts_of
from services.theming.tables import pack_file, pack_round
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

NEW_RULES = "The rules of wording have changed since the material was gathered. Gather it again"
STALE = "The material has changed since it was gathered. Gather it again, then look the pack through"
TOO_LONG = "Learning on a page takes more than one page: shorten its three parts"


def put_pack_forward(
    tx: Transaction,
    *,
    pack_id: str,
    panel_name: str,
    embargo_on: date | None = None,
    unreadable: Sequence[Fault] = (),
) -> LearningPack:
    """Raises Invalid naming everything that is missing or worded so that a child could be known by it.

    ``unreadable``: what could not be read of what was typed; it is named with the rest.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    pack = pack_for_change(tx, pack_id)
    pack.check_open()
    faults = [*_faults(tx, pack), *embargo_faults(embargo_on, london_day(tx.at)), *unreadable]
    if faults:
        raise Invalid(faults)
    # What is refused half way leaves nothing behind, also for the page that shows it again.
    with tx.session.begin_nested():
        pack.put_forward()
        _record(tx, pack, panel_name, embargo_on)
        _keep_files(tx, pack)
    tx.audit("put_pack_forward", subject=pack.id, detail={"round": pack.round})
    return pack


def _faults(tx: Transaction, pack: LearningPack) -> list[Fault]:
    contents = gathered(tx, pack.id, pack.gathered)
    known = open_to_all(tx, contents.case_references) == contents.case_references
    stale = [] if known else [STALE]
    if contents.wording != wording_rules().version:
        stale.append(NEW_RULES)
    return [Fault("gather", each) for each in stale] + pack_faults(contents, texts_of(tx, pack.id))


def _record(tx: Transaction, pack: LearningPack, panel_name: str, embargo_on: date | None) -> None:
    """The versions from which the files can be made again."""
    before = pack_before(tx, pack)
    made_of = {
        "gathering": pack.gathered,
        "text_versions": {each.section: each.version for each in texts_of(tx, pack.id).values()},
        "panel_name": panel_name,
        "embargo_on": embargo_on,
        "previous_pack": before.id if before else None,
        "previous_round": before.round if before else None,
    }
    by = {"put_forward_by": tx.person.id, "put_forward_by_name": tx.person.name, "put_forward_at": tx.at}
    tx.session.execute(insert(pack_round).values(pack_id=pack.id, round=pack.round, **made_of, **by))


def _keep_files(tx: Transaction, pack: LearningPack) -> None:
    # Here and not above: what makes the files is loaded where a pack goes forward, and nowhere else.
    from services.theming.packs.files import PAGE, checksum, made_files, made_with
    from services.theming.printing.typeset import pages_of

    files = made_files(put_forward(tx, pack, pack.round))
    if pages_of(files[PAGE]) > 1:
        raise Invalid([Fault("page-seen", TOO_LONG)])
    for name, content in files.items():
        row = {"name": name, "content": content, "sha256": checksum(content), "made_with": made_with()}
        tx.session.execute(insert(pack_file).values(pack_id=pack.id, round=pack.round, **row))
