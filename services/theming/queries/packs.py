"""Learning packs as they are kept: editions, what was gathered, texts, and what went forward."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Integer, func, select

from services.theming.domain.london_days import london_day
from services.theming.domain.packs.contents import PackContents
from services.theming.domain.packs.editions import readable
from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.packs.sections import PackText, written_by
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.two_people import Standing
from services.theming.queries.restrictions import open_cases
from services.theming.tables import (
    case_facts,
    learning_pack,
    pack_file,
    pack_gathering,
    pack_round,
    pack_text,
)
from shared.errors import NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction

CONTENTS = TypeAdapter(PackContents)
_NEWEST = (learning_pack.c.quarter.desc(), learning_pack.c.edition.desc())
_TEXT = [pack_text.c[name] for name in PackText.__annotations__]


def packs(tx: Transaction) -> list[LearningPack]:
    """Every edition, the newest quarter first, for the office."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return list(tx.session.scalars(select(LearningPack).order_by(*_NEWEST)))


def packs_to_read(tx: Transaction) -> list[LearningPack]:
    """Those released and past their embargo, for everybody who reads what was learned."""
    check(tx.person, Permission.READ_LEARNING)
    return readable(_released(tx), london_day(tx.at))


def pack(tx: Transaction, pack_id: str) -> LearningPack:
    """One edition, for the office. Raises NotFound."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return _found(tx, pack_id, for_change=False)


def pack_to_read(tx: Transaction, pack_id: str) -> LearningPack:
    """One edition that went out. Who is not of the office finds neither a draft, nor one under embargo, nor
    one that a later edition has replaced.
    """
    check(tx.person, Permission.READ_LEARNING)
    found = _found(tx, pack_id, for_change=False)
    if can(tx.person, Permission.VIEW_THEMES_OF_CASE) or found in readable(_released(tx), london_day(tx.at)):
        return found
    raise NotFound("There is no such pack.")


def pack_for_change(tx: Transaction, pack_id: str) -> LearningPack:
    """One edition, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.CONFIRM_THEME)
    return _found(tx, pack_id, for_change=True)


def packs_of_quarter(tx: Transaction, quarter: str) -> list[LearningPack]:
    """Every edition of a quarter, locked until the transaction ends."""
    check(tx.person, Permission.CONFIRM_THEME)
    found = select(LearningPack).where(learning_pack.c.quarter == quarter).with_for_update()
    return list(tx.session.scalars(found.order_by(learning_pack.c.edition)))


def editions_of(tx: Transaction, pack_id: str) -> list[LearningPack]:
    """Every edition of the quarter that this one is of, locked, before one of them is. Raises NotFound."""
    check(tx.person, Permission.CONFIRM_THEME)
    return packs_of_quarter(tx, _found(tx, pack_id, for_change=False).quarter)


def gathered(tx: Transaction, pack_id: str, number: int) -> PackContents:
    """What was gathered the ``number``th time."""
    check(tx.person, Permission.READ_LEARNING)
    wanted = (pack_gathering.c.pack_id == pack_id) & (pack_gathering.c.number == number)
    return CONTENTS.validate_python(
        tx.session.execute(select(pack_gathering.c.contents).where(wanted)).scalar_one()
    )


def texts_of(tx: Transaction, pack_id: str) -> dict[str, PackText]:
    """The newest version of each section that was written in, by section."""
    return {each.section: each for each in all_texts(tx, pack_id)}


def all_texts(tx: Transaction, pack_id: str) -> list[PackText]:
    """Every version of every section, the oldest first."""
    check(tx.person, Permission.READ_LEARNING)
    found = select(*_TEXT).where(pack_text.c.pack_id == pack_id)
    rows = tx.session.execute(found.order_by(pack_text.c.version, pack_text.c.section))
    return [PackText(*row) for row in rows]


def authors(tx: Transaction, pack_id: str) -> frozenset[str]:
    """Everybody who wrote in a pack or put it forward."""
    check(tx.person, Permission.CONFIRM_THEME)
    forward = select(pack_round.c.put_forward_by).where(pack_round.c.pack_id == pack_id)
    return written_by(all_texts(tx, pack_id)) | frozenset(tx.session.scalars(forward))


def rounds_of(tx: Transaction, pack_id: str) -> Sequence[Any]:
    """Each time it was put forward, the newest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = select(pack_round).where(pack_round.c.pack_id == pack_id)
    return tx.session.execute(found.order_by(pack_round.c.round.desc())).all()


def files_of(tx: Transaction, pack_id: str, number: int) -> Sequence[Any]:
    """Name, checksum, size in bytes and maker of each file of one round, without the files."""
    check(tx.person, Permission.READ_LEARNING)
    size = func.length(pack_file.c.content, type_=Integer).label("size")
    found = select(pack_file.c.name, pack_file.c.sha256, size, pack_file.c.made_with)
    wanted = (pack_file.c.pack_id == pack_id) & (pack_file.c.round == number)
    return tx.session.execute(found.where(wanted).order_by(pack_file.c.name)).all()


def file_content(tx: Transaction, pack_id: str, number: int, name: str) -> bytes:
    """The bytes of one file. Raises NotFound."""
    check(tx.person, Permission.READ_LEARNING)
    wanted = (pack_file.c.pack_id == pack_id) & (pack_file.c.round == number) & (pack_file.c.name == name)
    found = tx.session.scalar(select(pack_file.c.content).where(wanted)) if name.isprintable() else None
    if found is None:
        raise NotFound("There is no such file.")
    return bytes(found)


def put_forward(tx: Transaction, pack: LearningPack, number: int, *, compared: bool = True) -> WrittenPack:
    """What a round was made of, from the versions it recorded. ``compared``: with the pack before it."""
    check(tx.person, Permission.READ_LEARNING)
    wanted = (pack_round.c.pack_id == pack.id) & (pack_round.c.round == number)
    row = tx.session.execute(select(pack_round).where(wanted)).one()
    texts = _texts_at(tx, pack.id, row.text_versions)
    previous = None
    if compared and row.previous_pack:
        earlier = _found(tx, row.previous_pack, for_change=False)
        previous = put_forward(tx, earlier, row.previous_round, compared=False)
    return WrittenPack(
        id=pack.id,
        edition=pack.edition,
        panel_name=row.panel_name,
        contents=gathered(tx, pack.id, row.gathering),
        texts={each.section: each.text for each in texts},
        left_out=frozenset(each.section for each in texts if each.left_out),
        embargo_on=row.embargo_on,
        at=row.put_forward_at,
        previous=previous,
    )


def as_it_stands(tx: Transaction, pack: LearningPack, panel_name: str) -> WrittenPack:
    """A pack that is being written, as it would go forward now; for the office."""
    texts, before = texts_of(tx, pack.id).values(), pack_before(tx, pack)
    return WrittenPack(
        id=pack.id,
        edition=pack.edition,
        panel_name=panel_name,
        contents=gathered(tx, pack.id, pack.gathered),
        texts={each.section: each.text for each in texts},
        left_out=frozenset(each.section for each in texts if each.left_out),
        embargo_on=None,
        at=tx.at,
        previous=put_forward(tx, before, before.round, compared=False) if before else None,
    )


def pack_before(tx: Transaction, pack: LearningPack) -> LearningPack | None:
    """The newest pack of an earlier quarter that is released."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    earlier = (learning_pack.c.quarter < pack.quarter) & (learning_pack.c.status == Standing.RELEASED)
    return tx.session.scalar(select(LearningPack).where(earlier).order_by(*_NEWEST).limit(1))


def cases_seen(tx: Transaction, references: Collection[str]) -> frozenset[str]:
    """Those of the cases that may be seen by who is looking."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    reference = case_facts.c.case_reference
    found = select(reference).where(reference.in_(references), open_cases(tx, reference))
    return frozenset(tx.session.scalars(found))


def _released(tx: Transaction) -> list[LearningPack]:
    found = select(LearningPack).where(learning_pack.c.status == Standing.RELEASED)
    return list(tx.session.scalars(found.order_by(*_NEWEST)))


def _found(tx: Transaction, pack_id: str, *, for_change: bool) -> LearningPack:
    wanted = select(LearningPack).where(learning_pack.c.id == pack_id)
    if for_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(wanted) if pack_id.isprintable() else None
    if found is None:
        raise NotFound("There is no such pack.")
    return found


def _texts_at(tx: Transaction, pack_id: str, versions: Mapping[str, int]) -> list[PackText]:
    return [each for each in all_texts(tx, pack_id) if versions.get(each.section) == each.version]
