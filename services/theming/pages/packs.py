"""Pages of the quarterly learning packs: the list, the reading, and the office's desk for one pack."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.packs.check_pack_files import check_pack_files
from services.theming.actions.packs.gather_material import gather_material
from services.theming.actions.packs.put_pack_forward import put_pack_forward
from services.theming.actions.packs.release_pack import release_pack
from services.theming.actions.packs.send_pack_back import send_pack_back
from services.theming.actions.packs.take_pack_file import take_pack_file
from services.theming.actions.packs.withdraw_pack import withdraw_pack
from services.theming.domain.london_days import london_day
from services.theming.domain.packs.difference import difference
from services.theming.domain.packs.editions import replaced_by, to_be_replaced_by
from services.theming.domain.packs.pack import STATUS_LABELS, LearningPack, quarters_to_choose
from services.theming.domain.packs.printed_pack import printed_pack
from services.theming.domain.packs.sections import sections_of
from services.theming.domain.packs.wording import wording_rules
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.two_people import Standing
from services.theming.packs.files import FILES, downloaded_as
from services.theming.pages.typed import embargo_in, number_in
from services.theming.queries import packs
from shared.errors import Fault, Invalid
from shared.people import Permission, can, check
from shared.periods import Period
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of
from shared.web.step_up import PROVEN_FORM

html = HtmlRouter()


@html.get("/packs", name="packs")
def listed(request: Request, tx: Tx) -> Response:
    """Released packs for everybody who reads what was learned; every pack, and a new one, for the office."""
    return _list(request, tx)


@html.post("/packs", name="build_pack")
def build(request: Request, tx: Tx, posted: Posted) -> Response:
    try:
        made = build_pack(tx, quarter=posted.text("period"))
    except Invalid as invalid:
        return _list(request, tx, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "pack", "The material is gathered. Now write its parts.", pack_id=made.id)


@html.get("/packs/{pack_id}", name="pack")
def one(request: Request, tx: Tx, pack_id: str) -> Response:
    return _desk(request, tx, pack_id)


@html.get("/packs/{pack_id}/read", name="read_pack")
def read(request: Request, tx: Tx, pack_id: str) -> Response:
    """The pack for everybody, as a page; for the office also one that is being written."""
    found = packs.pack_to_read(tx, pack_id)
    tx.audit("read_pack", subject=found.id, reading=True, detail={"round": found.round})
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return page(
        request,
        "pack_read.html",
        pack=found,
        blocks=printed_pack(_written(request, tx, found)),
        status_labels=STATUS_LABELS,
        files=_files(tx, found, office=False),
        office=office,
    )


@html.post("/packs/{pack_id}/gather", name="gather_pack")
def gather(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    gather_material(tx, pack_id=pack_id)
    return redirect(request, "pack", "The material is gathered anew.", pack_id=pack_id)


@html.post("/packs/{pack_id}/forward", name="put_pack_forward")
def forward(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    until, unreadable = embargo_in(posted)
    try:
        put_pack_forward(
            tx, pack_id=pack_id, panel_name=_panel(request), embargo_on=until, unreadable=unreadable
        )
    except Invalid as invalid:
        return _desk(request, tx, pack_id, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "pack", "Put forward. A second person reads and releases it.", pack_id=pack_id)


@html.post("/packs/{pack_id}/back", name="send_pack_back")
def back(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    try:
        send_pack_back(tx, pack_id=pack_id, reason=posted.text("back"))
    except Invalid as invalid:
        # The page has two reasons: that of withdrawing is the other.
        faults = [Fault("back", each.message) for each in invalid.faults]
        return _desk(request, tx, pack_id, 422, values=posted.texts(), faults=faults)
    return redirect(request, "pack", "Sent back to be written on.", pack_id=pack_id)


@html.post("/packs/{pack_id}/release", name="release_pack", dependencies=PROVEN_FORM)
def release(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    release_pack(tx, pack_id=pack_id, round=number_in(posted, "round"))
    return redirect(request, "pack", "Released.", pack_id=pack_id)


@html.post("/packs/{pack_id}/withdraw", name="withdraw_pack")
def withdraw(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    try:
        withdraw_pack(tx, pack_id=pack_id, reason=posted.text("reason"))
    except Invalid as invalid:
        return _desk(request, tx, pack_id, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "pack", "Withdrawn. It stays on record.", pack_id=pack_id)


@html.post("/packs/{pack_id}/check", name="check_pack")
def check_files(request: Request, tx: Tx, posted: Posted, pack_id: str) -> Response:
    """The files made again from the recorded versions, beside those that were kept."""
    checked = check_pack_files(tx, pack_id=pack_id)
    return page(request, "pack_check.html", pack=packs.pack(tx, pack_id), checked=checked, files=FILES)


@html.get("/packs/{pack_id}/files/{file}", name="pack_file")
def download(tx: Tx, pack_id: str, file: str) -> Response:
    found, content = take_pack_file(tx, pack_id=pack_id, name=file)
    saved_as = downloaded_as(packs.pack_to_read(tx, pack_id), found)
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"'}
    return Response(content, media_type=found.media, headers=headers)


def _list(request: Request, tx: Transaction, status_code: int = 200, **form: Any) -> Response:
    check(tx.person, Permission.READ_LEARNING)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    every = packs.packs(tx) if office else []
    return page(
        request,
        "packs.html",
        status_code,
        released=packs.packs_to_read(tx),
        every=every,
        replaced=lambda one: one.status is Standing.RELEASED and replaced_by(one, every, london_day(tx.at)),
        quarters=_quarters(london_day(tx.at)),
        months=_months,
        status_labels=STATUS_LABELS,
        office=office,
        sees_statistics=can(tx.person, Permission.VIEW_STATISTICS),
        **form,
    )


def _desk(
    request: Request,
    tx: Transaction,
    pack_id: str,
    status_code: int = 200,
    values: Any = None,
    faults: Sequence[Fault] = (),
) -> Response:
    found = packs.pack(tx, pack_id)
    contents, texts = packs.gathered(tx, found.id, found.gathered), packs.texts_of(tx, found.id)
    written = _written(request, tx, found)
    rounds, editions, today = packs.rounds_of(tx, found.id), packs.packs(tx), london_day(tx.at)
    tx.audit("read_pack", subject=found.id, reading=True)
    return page(
        request,
        "pack.html",
        status_code,
        pack=found,
        months=written.months,
        contents=contents,
        sections=[(section, texts.get(section.key)) for section in sections_of(contents)],
        difference=difference(written),
        rounds=rounds,
        history=list(reversed(packs.all_texts(tx, found.id))),
        labels={section.key: section.label for section in sections_of(contents)},
        files=_files(tx, found, office=True),
        status_labels=STATUS_LABELS,
        replaced=replaced_by(found, editions, today) if found.status is Standing.RELEASED else None,
        next_edition=to_be_replaced_by(found, editions, today),
        own=tx.person.id in packs.authors(tx, found.id),
        today=today,
        looked_for=wording_rules().looked_for if contents.wording == wording_rules().version else (),
        values=values,
        faults=faults,
    )


def _written(request: Request, tx: Transaction, pack: LearningPack) -> WrittenPack:
    """As it went forward last, or as it would go forward now."""
    if pack.status is Standing.DRAFT or not pack.round:
        return packs.as_it_stands(tx, pack, _panel(request))
    return packs.put_forward(tx, pack, pack.round)


def _files(tx: Transaction, pack: LearningPack, *, office: bool) -> list[tuple[Any, Any]]:
    """What can be downloaded, in the order in which it is offered: the file, and its row."""
    rows = {row.name: row for row in packs.files_of(tx, pack.id, pack.round)}
    mine = [each for each in FILES.values() if each.name in rows and (office or not each.restricted)]
    return [(each, rows[each.name]) for each in mine] if pack.status is not Standing.DRAFT else []


def _panel(request: Request) -> str:
    return site_of(request).settings.panel_name


def _quarters(today: date) -> list[tuple[str, str]]:
    return [(each.name, f"{_months(each)} ({each.name})") for each in quarters_to_choose(today)]


def _months(quarter: Period) -> str:
    return f"{quarter.starts_on:%B} to {quarter.ends_on:%B %Y}"
