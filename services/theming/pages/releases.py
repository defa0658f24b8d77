"""Pages of the releases of statistics: what is out, and the desk on which one is prepared and released."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.theming.actions.releases.change_tables import change_tables
from services.theming.actions.releases.check_release_files import check_release_files
from services.theming.actions.releases.prepare_release import prepare_release
from services.theming.actions.releases.put_release_forward import put_release_forward
from services.theming.actions.releases.release_statistics import AUTHORS, release_statistics
from services.theming.actions.releases.send_release_back import send_release_back
from services.theming.actions.releases.take_release_file import take_release_file
from services.theming.actions.releases.withdraw_release import withdraw_release
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.laid_out import about
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.domain.two_people import LABELS
from services.theming.pages.choices import beside_lists
from services.theming.pages.release_tables import choices, from_fields, read_again, read_table
from services.theming.pages.release_words import shown_tables, step_words
from services.theming.pages.typed import embargo_in, number_in
from services.theming.queries import releases
from shared.disclosure.policies import policy_on
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of
from shared.web.step_up import PROVEN_FORM

html = HtmlRouter()


@html.get("/releases", name="releases")
def listed(request: Request, tx: Tx) -> Response:
    return page(
        request,
        "releases.html",
        releases=releases.releases(tx),
        status_labels=LABELS,
        may_prepare=can(tx.person, Permission.PREPARE_RELEASE),
        today=london_day(tx.at),
    )


@html.get("/releases/new", name="new_release")
def new(request: Request, tx: Tx) -> Response:
    """With the query of a table: that table, for a new release or for one that is being prepared."""
    table = request.url.query if "rows" in request.query_params else ""
    return _new(request, tx, {"table": table})


@html.post("/releases", name="prepare_release")
def prepare(request: Request, tx: Tx, posted: Posted) -> Response:
    questions, unreadable = _asked(tx, posted)
    try:
        made = prepare_release(
            tx,
            title=posted.text("title"),
            purpose=posted.text("purpose"),
            questions=questions,
            panel_name=_panel(request),
            unreadable=unreadable,
        )
    except Invalid as invalid:
        return _new(request, tx, posted.texts(), 422, invalid.faults)
    except Conflict as refused:
        return _new(request, tx, posted.texts(), 409, [Fault("tables", str(refused))])
    return redirect(request, "release", "The table is put together.", release_id=made.id)


@html.get("/releases/{release_id}", name="release")
def one(request: Request, tx: Tx, release_id: str) -> Response:
    return _desk(request, tx, release_id)


@html.post("/releases/{release_id}/tables", name="add_release_table")
def add(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    questions, unreadable = _asked(tx, posted)
    if unreadable:
        return _desk(request, tx, release_id, 422, posted.texts(), unreadable)
    return _changed(request, tx, posted, release_id, [*_held(tx, release_id), *questions], "Added.")


@html.post("/releases/{release_id}/again", name="put_release_together")
def again(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    said = "Put together again, with what is out now."
    return _changed(request, tx, posted, release_id, _held(tx, release_id), said)


@html.post("/releases/{release_id}/tables/{number}/leave-out", name="leave_out_release_table")
def leave_out(request: Request, tx: Tx, posted: Posted, release_id: str, number: int) -> Response:
    left = [each for place, each in enumerate(_held(tx, release_id), start=1) if place != number]
    return _changed(request, tx, posted, release_id, left, "Left out.")


@html.post("/releases/{release_id}/forward", name="put_release_forward")
def forward(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    until, unreadable = embargo_in(posted)
    try:
        put_release_forward(tx, release_id=release_id, embargo_on=until, unreadable=unreadable)
    except Invalid as invalid:
        return _desk(request, tx, release_id, 422, posted.texts(), invalid.faults)
    said = "Put forward. A second person reads and releases it."
    return redirect(request, "release", said, release_id=release_id)


@html.post("/releases/{release_id}/back", name="send_release_back")
def back(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    try:
        send_release_back(tx, release_id=release_id, reason=posted.text("back"))
    except Invalid as invalid:
        # The page has two reasons: that of withdrawing is the other.
        faults = [Fault("back", each.message) for each in invalid.faults]
        return _desk(request, tx, release_id, 422, posted.texts(), faults)
    return redirect(request, "release", "Sent back.", release_id=release_id)


@html.post("/releases/{release_id}/release", name="release_statistics", dependencies=PROVEN_FORM)
def let_go(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    release_statistics(tx, release_id=release_id, round=number_in(posted, "round"))
    return redirect(request, "release", "Released.", release_id=release_id)


@html.post("/releases/{release_id}/withdraw", name="withdraw_release")
def withdraw(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    try:
        withdraw_release(tx, release_id=release_id, reason=posted.text("reason"))
    except Invalid as invalid:
        return _desk(request, tx, release_id, 422, posted.texts(), invalid.faults)
    return redirect(request, "release", "Withdrawn. It stays on record.", release_id=release_id)


@html.post("/releases/{release_id}/check", name="check_release")
def check_files(request: Request, tx: Tx, posted: Posted, release_id: str) -> Response:
    checked = check_release_files(tx, release_id=release_id)
    found = releases.release(tx, release_id)
    return page(request, "release_check.html", release=found, checked=checked)


@html.get("/releases/{release_id}/files/{file}", name="release_file")
def download(tx: Tx, release_id: str, file: str) -> Response:
    # Here and not above: what makes the files is loaded where they are given, and nowhere else.
    from services.theming.releases.files import downloaded_as, media_of

    found, content = take_release_file(tx, release_id=release_id, name=file)
    headers = {"Content-Disposition": f'attachment; filename="{downloaded_as(found, file)}"'}
    return Response(content, media_type=media_of(file), headers=headers)


def _asked(tx: Transaction, posted: PostedForm) -> tuple[list[TableQuestion], list[Fault]]:
    """The one table that a form asks for, in its fields or in the line that another page has sent."""
    line = posted.text("table") or from_fields(posted.texts())
    if not line:
        return [], []
    try:
        return [read_table(line, london_day(tx.at))], []
    except Invalid as invalid:
        return [], list(invalid.faults)


def _held(tx: Transaction, release_id: str) -> list[TableQuestion]:
    tables = releases.tables_of(tx, releases.release(tx, release_id))
    return [read_again(each.question, london_day(tx.at)) for each in tables]


def _changed(
    request: Request,
    tx: Transaction,
    posted: PostedForm,
    release_id: str,
    questions: Sequence[TableQuestion],
    said: str,
) -> Response:
    try:
        change_tables(tx, release_id=release_id, questions=questions, panel_name=_panel(request))
    except Invalid as invalid:
        return _desk(request, tx, release_id, 422, posted.texts(), invalid.faults)
    except Conflict as refused:
        return _desk(request, tx, release_id, 409, posted.texts(), [Fault("tables", str(refused))])
    return redirect(request, "release", said, release_id=release_id)


def _new(
    request: Request,
    tx: Transaction,
    values: dict[str, str],
    status_code: int = 200,
    faults: Sequence[Fault] = (),
) -> Response:
    check(tx.person, Permission.PREPARE_RELEASE)
    asked = None
    if values.get("table"):
        try:
            asked = read_table(values["table"], london_day(tx.at))
        except Invalid as invalid:
            status_code, faults = 422, [*faults, *(f for f in invalid.faults if f not in faults)]
            values = {**values, "table": ""}
    return page(
        request,
        "release_new.html",
        status_code,
        values=values,
        faults=beside_lists(faults),
        asked=asked,
        about=about(asked) if asked else (),
        open_ones=_open_for(tx, asked) if asked else [],
        **choices(tx),
    )


def _open_for(tx: Transaction, asked: TableQuestion) -> list[StatisticsRelease]:
    """Those being prepared that the table can be added to."""
    kind = (asked.policy, asked.basis)
    return [each for each in releases.releases(tx) if each.open and (each.policy, each.basis) == kind]


def _desk(
    request: Request,
    tx: Transaction,
    release_id: str,
    status_code: int = 200,
    values: Any = None,
    faults: Sequence[Fault] = (),
) -> Response:
    found = releases.release(tx, release_id)
    tx.audit("read_release", subject=found.id, reading=True, detail={"round": found.round})
    tables, steps = releases.tables_of(tx, found), releases.steps_of(tx, found.id)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    prepares = can(tx.person, Permission.PREPARE_RELEASE) and (office or found.prepared_by == tx.person.id)
    reads = releases.may_read_figures(tx, found)
    return page(
        request,
        "release.html",
        status_code,
        release=found,
        policy=policy_on(found.policy, london_day(found.data_as_of)),
        tables=shown_tables(found, tables, office=office) if reads else [],
        held=[(each.number, each.layout.title) for each in tables],
        reads=reads,
        beside=releases.round_of(tx, found).beside,
        steps=[(step, step_words(step)) for step in steps],
        files=_files(tx, found, tables) if reads else [],
        cases=releases.cases_of(tx, found) if office else None,
        status_labels=LABELS,
        own=tx.person.id in {step.by for step in steps if step.step in AUTHORS},
        office=office,
        prepares=prepares,
        releases_it=can(tx.person, Permission.RELEASE_STATISTICS),
        today=london_day(tx.at),
        values=values or {"basis": found.basis, "policy": found.policy},
        faults=beside_lists(faults),
        **(choices(tx) if found.open and prepares else {}),
    )


def _files(tx: Transaction, found: StatisticsRelease, tables: Any) -> list[tuple[str, Any]]:
    from services.theming.releases.files import label_of

    return [(label_of(row.name, tables), row) for row in releases.files_of(tx, found)]


def _panel(request: Request) -> str:
    return site_of(request).settings.panel_name
