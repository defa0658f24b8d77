"""Pages of the table maker: the form, what a table would be, the table, and what was asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from services.theming.domain.london_days import london_day
from services.theming.domain.statistics import percentages, rates
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.known_on import quarter_ends
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.made_table import Place, TooFine
from services.theming.domain.statistics.spans import parse_span
from services.theming.domain.statistics.table_question import AREA, MEASURES, YEAR, TableQuestion
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.domain.statistics.tree import AREA_LABELS, AREAS
from services.theming.pages.choices import as_offered, beside_lists, spans_offered
from services.theming.queries.counts import held_from
from services.theming.queries.questions import own_questions, questions_to_look_at
from services.theming.table_asking import Told, question_from, tell, written_in
from services.theming.tables_api import WRITTEN as AS_FILES
from services.theming.tables_made.making import SAFE
from shared.disclosure.cells import IN_WORDS, Suppressed, as_text, status_of
from shared.disclosure.policies import policy_on
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page, url_for
from shared.web.site import site_of

html = HtmlRouter()
FIELDS = (
    "rows",
    "columns",
    "filter",
    "filter2",
    "period",
    "area",
    "basis",
    "policy",
    "measure",
    "as_known_on",
)


@html.get("/tables", name="tables")
def tables(request: Request, tx: Tx) -> Response:
    """The form; with rows chosen what the table would be, and with ``make`` the table."""
    check(tx.person, Permission.VIEW_STATISTICS)
    values = _values(request)
    choices = _choices(tx, values)
    if not values["rows"]:
        return page(request, "tables.html", values=values, **choices)
    try:
        question = question_from(tx, written_in(request.query_params))
    except Invalid as invalid:
        faults = beside_lists(invalid.faults)
        return page(request, "tables.html", 422, values=values, faults=faults, **choices)
    if not request.query_params.get("make"):
        return page(request, "tables.html", values=values, would_be=_would_be(tx, question), **choices)
    told = tell(tx, question, demo=site_of(request).settings.demo)
    if told.answer.refused:
        refused, grouped = told.answer.refused, _by_groups(request, question, told.answer.refused)
        return page(
            request, "tables.html", refused.status, values=values, refused=refused, grouped=grouped, **choices
        )
    return page(request, "tables.html", values=values, **choices, **_shown(request, tx, told))


@html.get("/tables/asked", name="tables_asked")
def tables_asked(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_STATISTICS)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    watched = questions_to_look_at(tx) if office else []
    return page(
        request, "tables_asked.html", own=own_questions(tx), watched=watched, office=office,
        in_words=_in_words, address=_address,
    )  # fmt: skip


@html.get("/tables/table.{kind}", name="tables_file")
def tables_file(request: Request, tx: Tx, kind: str) -> Response:
    """The table as a file: csv, xlsx or ods."""
    check(tx.person, Permission.VIEW_STATISTICS)
    told = tell(tx, question_from(tx, written_in(request.query_params)), demo=site_of(request).settings.demo)
    return AS_FILES[kind if kind in ("xlsx", "ods") else "csv"](told)


def _by_groups(request: Request, question: TableQuestion, refused: Exception) -> str:
    """Where to have the same table by groups of themes, where it is too fine by themes; else ""."""
    query = question.as_query()
    by_themes = [name for name in ("rows", "columns") if query.get(name) == ["theme"]]
    if not by_themes or not isinstance(refused, TooFine):
        return ""
    return _to(request, "tables", {**query, **{each: ["theme_group"] for each in by_themes}, "make": ["1"]})


def _values(request: Request) -> dict[str, str]:
    """What was chosen; the second filter of an address stands in a field of its own."""
    values = {name: request.query_params.get(name, "") for name in FIELDS}
    values["filter"], values["filter2"] = (*written_in(request.query_params).filters, "", "")[:2]
    return as_offered(values)


def _would_be(tx: Transaction, question: TableQuestion) -> dict[str, Any]:
    """What is said before a table is made; nothing is counted for it."""
    today = london_day(tx.at)
    policy, rules = policy_on(question.policy, today), table_rules(question.policy, today)
    shown = (len(question.rows.values) + 1) * ((len(question.columns.values) if question.columns else 0) + 1)
    return {
        "question": question,
        "heading": _heading(question),
        "shown": shown,
        "cells": question.cells(SAFE),
        "least": policy.suppress_to + 1,
        "policy": policy,
        "rules": rules,
    }


def _shown(request: Request, tx: Transaction, told: Told) -> dict[str, Any]:
    table = told.table
    question, query = table.question, table.question.as_query()
    return {
        "table": table,
        "told": told,
        "rates": told.rates,
        "held_in_part": table.held_in_part,
        "heading": _heading(question),
        "said": lambda place: _said(told, place),
        "cell_text": as_text,
        "cell_status": status_of,
        "status_words": IN_WORDS,
        "total_key": TOTAL,
        "cohort": COHORTS[question.basis],
        "basis_label": BASIS_LABELS[question.basis],
        "filters_in_words": _filters_in_words(query.get("filter", [])),
        "files": [
            (label, _to(request, "tables_file", query, kind=kind))
            for kind, label in (
                ("csv", "CSV"),
                ("xlsx", "Excel workbook"),
                ("ods", "OpenDocument spreadsheet"),
            )
        ],
        "office": can(tx.person, Permission.VIEW_THEMES_OF_CASE),
        "may_release": can(tx.person, Permission.PREPARE_RELEASE),
        "query": urlencode(query, doseq=True),
    }


def _said(told: Told, place: Place) -> str:
    """What stands beside a count: its percentage with the base, or its rate."""
    table = told.table
    if told.rates:
        return rates.as_text(told.rates.cells[place])
    if table.question.measure == "count":
        return ""
    share, words = table.percentage(place), percentages.as_text(table.percentage(place))
    if isinstance(share, percentages.Percentage):
        return f"{words}% of {share.of}"
    return f"{words}%" if isinstance(share, Suppressed) else words


def _heading(question: TableQuestion) -> str:
    across = f" and {question.columns.label.lower()}" if question.columns else ""
    area = AREA_LABELS.get(question.area, question.area).replace("All areas", "all areas")
    label = question.span.label
    when = label[0].lower() + label[1:]
    return f"{COHORTS[question.basis]} by {question.rows.label.lower()}{across}: {when}, {area}"


def _choices(tx: Transaction, values: Mapping[str, str]) -> dict[str, Any]:
    """What can be chosen. Areas are those that the policy shows."""
    today, first = london_day(tx.at), held_from(tx)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    policies = ["publishable", *(["restricted_board"] if office else [])]
    policy = values["policy"] if values["policy"] in policies else "publishable"
    dims = [(dim.name, dim.label) for dim in SAFE.values()]
    return {
        "dimensions": [*dims, (AREA, "Area"), (YEAR, "Financial year (of several years)")],
        "filters": [
            (f"{dim.name}={value}", f"{dim.label}: {label}")
            for dim in SAFE.values()
            for value, label in dim.values.items()
        ],
        "periods": spans_offered(first, today, values["period"]),
        "areas": [(a, AREA_LABELS.get(a, a)) for a in AREAS if a in table_rules(policy, today).areas],
        "bases": [(name, f"{label}, {BASIS_LABELS[name]}") for name, label in COHORTS.items()],
        "policies": [(name, policy_on(name, today).label) for name in policies],
        "measures": list(MEASURES.items()),
        "known_days": _known_days(quarter_ends(first, today), values["as_known_on"]),
    }


def _known_days(ends: list[date], chosen: str) -> list[tuple[str, str]]:
    """The ends of quarters; the office's own day is kept, though it is offered to nobody."""
    try:
        day = date.fromisoformat(chosen)
    except ValueError:
        day = None
    days = [day, *ends] if day and day not in ends else ends
    return [(each.isoformat(), f"{each:%-d %B %Y}") for each in days]


def _filters_in_words(written: list[str]) -> list[str]:
    found = []
    for name, _, value in (text.partition("=") for text in written):
        found.append(f"{SAFE[name].label}: {SAFE[name].values.get(value, value)}")
    return found


def _in_words(query: Mapping[str, list[str]]) -> str:
    """A kept question in one line."""

    def one(name: str) -> str:
        return (query.get(name) or [""])[0]

    labels = {**{dim.name: dim.label for dim in SAFE.values()}, AREA: "Area", YEAR: "Financial year"}
    by = " and ".join(labels.get(one(name), one(name)) for name in ("rows", "columns") if one(name))
    only = "; ".join(_filters_in_words(list(query.get("filter", []))))
    parts = [
        by,
        only,
        _period(one("period")),
        AREA_LABELS.get(one("area"), one("area")),
        COHORTS.get(one("basis"), ""),
    ]
    known = one("as_known_on")
    return ", ".join([part for part in parts if part] + ([f"as known on {known}"] if known else []))


def _period(written: str) -> str:
    return parse_span(written).label if written else ""


def _address(query: Mapping[str, list[str]]) -> str:
    return urlencode({**query, "make": ["1"]}, doseq=True)


def _to(request: Request, name: str, query: Mapping[str, list[str]], **given: Any) -> str:
    return f"{url_for(request, name, **given)}?{urlencode(query, doseq=True)}"
