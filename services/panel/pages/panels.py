"""The panels: which there are, how many cases each can take in a year, and setting one up."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.keep_panel import keep_panel
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.membership import DEFAULT_PANEL
from services.panel.domain.meetings.panels import PANEL_TYPES, Panel, PanelType
from services.panel.pages.dates import date_from
from services.panel.pages.posted_dates import read_date, read_number
from services.panel.queries.meetings import members_on
from services.panel.queries.panels import all_panels, panel_named
from services.panel.queries.quorum_rules import rules_on_offer, version_in_force
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
WORDS = ("name", "kind", "area", "theme", "quorum_rules")


@router.get("/panels", name="panels")
def panels(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    on = london_day(tx.at)
    members = [one for one in members_on(tx, on) if one.deputises_for is None]
    rows = [(one, sum(member.sits_on(one.id) for member in members)) for one in all_panels(tx)]
    return page(request, "panels.html", rows=rows, on=on, types=PANEL_TYPES.values())


@router.get("/panels/add", name="add_panel")
def add_form(request: Request, tx: Tx, kind: str = "all_deaths") -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    chosen = PANEL_TYPES.get(kind) or PANEL_TYPES["all_deaths"]
    return _panel_page(request, tx, None, _defaults(chosen))


@router.post("/panels/add", name="add_panel_post")
def add(request: Request, tx: Tx, posted: Posted) -> Response:
    return _keep(request, tx, posted, None)


@router.get("/panels/{panel_id}", name="change_panel")
def change_form(request: Request, tx: Tx, panel_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    panel = panel_named(tx, panel_id)
    values = {name: str(getattr(panel, name)) for name in (*WORDS, "target_cases", "meetings_a_year")}
    values["quorum_rules"] = version_in_force(tx, panel.quorum_rules, london_day(tx.at))
    for name, day in (("valid_from", panel.valid_from), ("valid_to", panel.valid_to)):
        if day:
            values |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month)}
            values[f"{name}-year"] = str(day.year)
    return _panel_page(request, tx, panel, values)


@router.post("/panels/{panel_id}", name="change_panel_post")
def change(request: Request, tx: Tx, posted: Posted, panel_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    return _keep(request, tx, posted, panel_named(tx, panel_id))


def _keep(request: Request, tx: Tx, posted: PostedForm, panel: Panel | None) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    wanted, faults = _panel_from(posted, panel.id if panel else "")
    try:
        keep_panel(tx, panel=wanted)
    except Invalid as refused:
        unread = {each.field for each in faults}
        faults = [*(one for one in refused.faults if one.field not in unread), *faults]
    if faults:
        return _panel_page(request, tx, panel, posted, faults)
    return redirect(request, "panels", flash="The panel is kept.")


def _panel_from(posted: PostedForm, panel_id: str) -> tuple[Panel, list[Fault]]:
    """The panel as posted, and what could not be read."""
    target, wrong_target = read_number(posted, "target_cases", "Enter the number of cases aimed at")
    year, wrong_year = read_number(posted, "meetings_a_year", "Enter how many meetings a year are planned")
    first, wrong_first = read_date(posted, "valid_from", "Enter the day from which the panel meets")
    last, wrong_last = date_from(posted, "valid_to")
    words = {name: " ".join(posted.text(name).split()) for name in WORDS}
    begins = first or PANEL_TYPES["all_deaths"].starts_on
    panel = Panel(
        panel_id, **words, target_cases=target, meetings_a_year=year, valid_from=begins, valid_to=last
    )
    return panel, [*wrong_target, *wrong_year, *wrong_first, *wrong_last]


def _defaults(kind: PanelType) -> dict[str, str]:
    numbers = {"target_cases": str(kind.target_cases), "meetings_a_year": str(kind.meetings_a_year)}
    return {"kind": kind.id, "quorum_rules": kind.quorum_rules, **numbers}


def _panel_page(
    request: Request, tx: Tx, panel: Panel | None, values: Any, faults: list[Fault] | None = None
) -> Response:
    rules = rules_on_offer(tx, london_day(tx.at))
    return page(
        request,
        "panel.html",
        422 if faults else 200,
        panel=panel,
        first=panel is not None and panel.id == DEFAULT_PANEL,
        values=values,
        faults=faults,
        kinds=[(each.id, each.label, each.source) for each in PANEL_TYPES.values()],
        rules=[(each.id, each.name, f"Version {each.version}. {each.source}.") for each in rules],
    )
