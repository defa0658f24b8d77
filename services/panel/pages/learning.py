"""Learning that is passed on: the texts, who marked them fit for it, and when they went to whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.panel.actions.learning.mark_fit_to_publish import mark_fit_to_publish
from services.panel.actions.learning.record_dissemination import record_dissemination
from services.panel.actions.learning.write_learning import write_learning
from services.panel.domain.cases.sources import day
from services.panel.domain.learning.sharing import CHANNELS, KIND_LABELS, dissemination_faults
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.domain.own_work import OwnWork
from services.panel.pages.dates import date_from
from services.panel.pages.file_answers import as_file
from services.panel.queries.learning import dissemination_log, learning_shared
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.spreadsheet_files import Row
from shared.storage import Transaction
from shared.themes import THEMES, theme_label
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
HEADINGS = ("What", "Kind", "Themes", "Audience", "Channel", "Day", "By", "People reached", "What came of it")
NOT_KNOWN = "Not known"


@router.get("/learning", name="learning_log")
def log(request: Request, tx: Tx) -> Response:
    return _log_page(request, tx)


@router.get("/learning.{kind}", name="learning_log_file")
def log_file(tx: Tx, kind: str) -> Response:
    """The published form: no case is in it."""
    rows: list[Row] = [HEADINGS, *_rows(tx)]
    tx.audit("export_dissemination_log", detail={"rows": len(rows) - 1}, reading=True)
    return as_file(f"learning-passed-on-{london_day(tx.at).isoformat()}", kind, "Learning passed on", rows)


@router.get("/learning/new", name="new_learning")
def new(request: Request, tx: Tx) -> Response:
    return _new_page(request, tx, None)


@router.post("/learning/new", name="write_learning")
def write(request: Request, tx: Tx, posted: Posted) -> Response:
    try:
        write_learning(
            tx,
            kind=posted.text("kind"),
            title=posted.text("title"),
            text=posted.text("text"),
            themes=[str(one) for one in posted.getlist("themes")],
            cases=posted.text("cases").replace(",", " ").split(),
            nobody_in=posted.text(NAMES_NOBODY),
        )
    except Invalid as refused:
        return _new_page(request, tx, posted, refused.faults)
    return redirect(request, "learning_log", flash="Kept. Somebody else marks it fit before it is published.")


@router.post("/learning/{learning_id}/fit", name="mark_fit_to_publish")
def mark(request: Request, tx: Tx, posted: Posted, learning_id: str) -> Response:
    fit = posted.text("do") != "take_back"
    try:
        mark_fit_to_publish(
            tx, learning_id=learning_id, fit=fit, own_work_because=posted.text("own_work_because")
        )
    except OwnWork as refused:
        faults = [Fault(f"because-{learning_id}", refused.detail)]
        return _log_page(request, tx, faults=faults, status=409)
    except Invalid as refused:
        faults = [Fault(f"because-{learning_id}", each.message) for each in refused.faults]
        return _log_page(request, tx, faults=faults)
    said = "Marked fit for publication." if fit else "Taken back: it is not published any more."
    return redirect(request, "learning_log", flash=said)


@router.post("/learning", name="record_dissemination")
def told(request: Request, tx: Tx, posted: Posted) -> Response:
    on, faults = date_from(posted, "on")
    reach, unread = _reach(posted)
    texts = {name: posted.text(name) for name in ("audience", "channel", "by")}
    learning_id = posted.text("learning_id")
    if not learning_id:
        unread = [Fault("learning_id", "Choose what was passed on"), *unread]
    try:
        if faults or unread:
            others = dissemination_faults(**texts, on=on, today=london_day(tx.at))
            raise Invalid([*unread, *faults, *(one for one in others if one.field != "on" or not faults)])
        record_dissemination(
            tx, learning_id=learning_id, **texts, on=on, reach=reach, outcome=posted.text("outcome")
        )
    except Invalid as refused:
        return _log_page(request, tx, posted, refused.faults)
    return redirect(request, "learning_log", flash="Recorded.")


def _reach(posted: PostedForm) -> tuple[int | None, list[Fault]]:
    """How many were reached; blank is not known, and not 0."""
    typed = posted.text("reach")
    if not typed:
        return None, []
    if typed.isascii() and typed.isdigit() and len(typed) < 8:
        return int(typed), []
    return None, [Fault("reach", "Enter a whole number, or leave it blank if it is not known")]


def _rows(tx: Transaction, written: Callable[[date], str] = date.isoformat) -> list[Row]:
    return [
        (
            learning.title,
            KIND_LABELS[learning.kind],
            ", ".join(theme_label(theme) for theme in learning.themes),
            told.audience,
            CHANNELS.get(told.channel, told.channel),
            written(told.on),
            told.by,
            NOT_KNOWN if told.reach is None else told.reach,
            told.outcome,
        )
        for told, learning in dissemination_log(tx)
    ]


def _log_page(
    request: Request, tx: Transaction, values: Any = None, faults: Any = (), status: int = 422
) -> Response:
    check(tx.person, Permission.SHARE_LEARNING)
    texts = learning_shared(tx)
    return page(
        request,
        "learning_log.html",
        status if faults else 200,
        texts=[(one, [theme_label(theme) for theme in one.themes]) for one in texts],
        kinds=KIND_LABELS,
        channels=CHANNELS,
        headings=HEADINGS,
        rows=_rows(tx, day),
        options=[(one.id, one.title) for one in texts],
        values=values,
        faults=faults,
        active="Meetings",
    )


def _new_page(request: Request, tx: Transaction, values: Any, faults: Any = ()) -> Response:
    check(tx.person, Permission.SHARE_LEARNING)
    themes = sorted(((one.id, one.label) for one in THEMES.values()), key=lambda each: each[1])
    return page(
        request,
        "new_learning.html",
        422 if faults else 200,
        kinds=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        themes=themes,
        values=values,
        faults=faults,
        active="Meetings",
    )
