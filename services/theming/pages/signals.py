"""Pages of signals: what is watched and what was raised, one signal on its way, a series, and its extract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.theming.actions.signals.assess_signal import assess_signal
from services.theming.actions.signals.close_signal import close_signal
from services.theming.actions.signals.read_extract import read_extract
from services.theming.actions.signals.see_signal import see_signal
from services.theming.actions.signals.tell_about_signal import tell_about_signal
from services.theming.domain.london_days import london_day
from services.theming.domain.signals.false_alarms import in_words, worked_out_at
from services.theming.domain.signals.series import KINDS, Series, days_by_series, watched_series
from services.theming.domain.signals.settings import SignalSettings, signal_settings_on
from services.theming.domain.signals.signal import NEXT_STEPS, OUTCOMES, STATUS_LABELS, SignalStatus
from services.theming.domain.signals.standing import TOO_FEW, TOO_SHORT
from services.theming.pages.signal_standing import (
    as_they_wait,
    by_chance,
    by_kind,
    chance_of,
    chances_when_raised,
    rows_of,
    series_by_kind,
)
from services.theming.pages.signal_words import (
    METHOD_LABELS,
    METHODS_EXPLAINED,
    extract_as_csv,
    extract_rows,
    spoken,
)
from services.theming.pages.typed import number_from
from services.theming.queries import signals
from services.theming.queries.codebooks import codebook_in_use
from services.theming.signal_chart import SIZES, as_svg
from shared.errors import Fault, Invalid, NotFound
from shared.named_people import NAMES_NOBODY
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect, url_for

html = HtmlRouter()
#: The page asks for two texts, each with a tick of its own.
NOBODY_IN_CLOSING = "names-nobody-in-closing"
MOST_SHOWN = 30
WHY_UNJUDGED = {TOO_SHORT: "Notifications have not been held for long enough", TOO_FEW: "Too few to say"}
NOT_MADE = "This extract is not made yet. It is made by itself: ask again later today."
TOLD_WRONG = "Enter a real date, for example 15 3 2026"


@html.get("/signals", name="signals")
def listed(request: Request, tx: Tx) -> Response:
    """Signals and what is watched; for public health without numbers, and with a way to an extract."""
    check(tx.person, Permission.VIEW_STATISTICS)
    office, settings = can(tx.person, Permission.VIEW_THEMES_OF_CASE), _settings(tx)
    series, raised = watched_series(codebook_in_use(tx)), signals.signals(tx)
    look = signals.last_look(tx, ended=True)
    rows = rows_of(signals.standing_kept(look), series, signals.chances_known(tx, settings.version))
    tx.audit("read_signals", reading=True)
    return page(
        request,
        "signals.html",
        raised=as_they_wait(raised, settings, london_day(tx.at)),
        methods=signals.methods_of(tx),
        chances=chances_when_raised(tx, raised, series) if office else {},
        watched=by_kind(rows),
        more_now=[row for row in rows if row.standing.speaking],
        expected=by_chance(rows),
        series_by_kind=series_by_kind(series.values()),
        series=series,
        look=look,
        office=office,
        today=london_day(tx.at),
        why_unjudged=WHY_UNJUDGED,
        **_words(settings),
    )


@html.get("/signals/chance", name="signal_chance")
def chance(request: Request, tx: Tx) -> Response:
    """How often each way to judge is wrong by chance, and how soon it sees a doubling, by number a year."""
    check(tx.person, Permission.VIEW_STATISTICS)
    settings = _settings(tx)
    known = sorted(
        signals.chances_known(tx, settings.version).values(), key=lambda each: (each.swing, each.a_year)
    )
    return page(request, "signal_chance.html", known=known, **_words(settings))


@html.get("/signals/series/{series}", name="signal_series")
def of_series(request: Request, tx: Tx, series: str) -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    # Here and not above: numbers are judged with libraries that take long to load.
    from services.theming.signals.showing import shown_deaths

    asked, settings = _series(tx, series), _settings(tx)
    found = _watched(tx, asked, settings)
    standing = next((each for each in signals.standing(tx) if each.series == series), None)
    known = signals.chances_known(tx, settings.version)
    tx.audit("read_signals", subject=series, reading=True)
    return page(
        request,
        "signal_series.html",
        series=asked,
        standing=standing,
        chance=chance_of(standing, asked, known) if standing else None,
        deaths=shown_deaths(found, MOST_SHOWN) if found else [],
        signals=[each for each in signals.signals(tx) if each.series == series],
        chart_url=url_for(request, "signal_chart", series=series),
        narrow_chart_url=url_for(request, "signal_chart", query={"shape": "narrow"}, series=series),
        look=signals.last_look(tx, ended=True),
        why_unjudged=WHY_UNJUDGED,
        **_words(settings),
    )


@html.get("/signals/series/{series}/chart.svg", name="signal_chart")
def chart(tx: Tx, series: str, shape: str = "wide") -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    from services.theming.signals.showing import panels

    settings = _settings(tx)
    found = _watched(tx, _series(tx, series), settings)
    if found is None:
        raise NotFound("There is nothing to draw of this series.")
    svg = as_svg(panels(found, settings), shape if shape in SIZES else "wide")
    return Response(svg, media_type="image/svg+xml")


@html.get("/signals/series/{series}/extract", name="signal_extract")
def extract(request: Request, tx: Tx, series: str) -> Response:
    made = read_extract(tx, series=series)
    if made is None:
        return page(request, "signal_extract_awaited.html", series=_series(tx, series))
    first, last = (date.fromisoformat(made.contents[name]) for name in ("first", "last"))
    return page(
        request,
        "signal_extract.html",
        made=made,
        rows=extract_rows(made),
        series=series,
        first=first,
        last=last,
    )


@html.get("/signals/series/{series}/extract.csv", name="signal_extract_csv")
def extract_csv(tx: Tx, series: str) -> Response:
    made = read_extract(tx, series=series)
    if made is None:
        raise NotFound(NOT_MADE)
    headers = {"Content-Disposition": f'attachment; filename="extract-{series}-{made.last_day}.csv"'}
    return Response(extract_as_csv(made), media_type="text/csv; charset=utf-8", headers=headers)


@html.get("/signals/{signal_id}", name="signal")
def one(request: Request, tx: Tx, signal_id: str) -> Response:
    return _desk(request, tx, signal_id)


@html.post("/signals/{signal_id}/seen", name="see_signal")
def see(request: Request, tx: Tx, posted: Posted, signal_id: str) -> Response:
    see_signal(tx, signal_id=signal_id)
    return redirect(request, "signal", "Seen. Now look at the cases and say what it is.", signal_id=signal_id)


@html.post("/signals/{signal_id}/assessed", name="assess_signal")
def assess(request: Request, tx: Tx, posted: Posted, signal_id: str) -> Response:
    given = {name: posted.text(name) for name in ("finding", "outcome")}
    try:
        assess_signal(tx, signal_id=signal_id, **given, names_nobody=posted.text(NAMES_NOBODY) == "yes")
    except Invalid as invalid:
        return _desk(request, tx, signal_id, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "signal", "Assessed.", signal_id=signal_id)


@html.post("/signals/{signal_id}/told", name="tell_about_signal")
def tell(request: Request, tx: Tx, posted: Posted, signal_id: str) -> Response:
    told_on, unreadable = _day(posted, "told_on")
    try:
        tell_about_signal(
            tx, signal_id=signal_id, whom=posted.text("whom"), told_on=told_on, unreadable=unreadable
        )
    except Invalid as invalid:
        return _desk(request, tx, signal_id, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "signal", "Recorded.", signal_id=signal_id)


@html.post("/signals/{signal_id}/closed", name="close_signal")
def close(request: Request, tx: Tx, posted: Posted, signal_id: str) -> Response:
    ticked = {
        "nobody_to_tell": posted.text("nobody_to_tell") == "yes",
        "names_nobody": posted.text(NOBODY_IN_CLOSING) == "yes",
    }
    try:
        close_signal(tx, signal_id=signal_id, reason=posted.text("reason"), **ticked)
    except Invalid as invalid:
        fields = {NAMES_NOBODY: NOBODY_IN_CLOSING}
        faults = [replace(each, field=fields.get(each.field, each.field)) for each in invalid.faults]
        return _desk(request, tx, signal_id, 422, values=posted.texts(), faults=faults)
    return redirect(request, "signal", "Closed. It stays on record.", signal_id=signal_id)


def _desk(
    request: Request,
    tx: Transaction,
    signal_id: str,
    status_code: int = 200,
    values: Mapping[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    found = signals.signal_of(tx, signal_id)
    evidence, cases = signals.evidence_of(tx, signal_id)
    settings = _settings(tx)
    series = watched_series(codebook_in_use(tx)).get(found.series)
    key = (worked_out_at(evidence.a_year), series.swing if series else 0.0)
    tx.audit("read_signal", subject=found.id, reading=True)
    return page(
        request,
        "signal.html",
        status_code,
        signal=found,
        evidence=evidence,
        cases=cases,
        steps=signals.steps_of(tx, signal_id),
        chance=signals.chances_known(tx, found.settings).get(key),
        due_on=found.due_on(settings),
        watched=series is not None,
        today=london_day(tx.at),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        values=values,
        faults=faults,
        **_words(settings),
    )


def _words(settings: SignalSettings) -> dict[str, Any]:
    return {
        "judging": settings,
        "method_labels": METHOD_LABELS,
        "methods_explained": METHODS_EXPLAINED,
        "spoken": spoken,
        "status_labels": STATUS_LABELS,
        "next_steps": NEXT_STEPS,
        "outcomes": OUTCOMES,
        "kinds": KINDS,
        "how_often": in_words,
        "closed": SignalStatus.CLOSED,
    }


def _settings(tx: Transaction) -> SignalSettings:
    return signal_settings_on(london_day(tx.at))


def _series(tx: Transaction, series: str) -> Series:
    found = watched_series(codebook_in_use(tx)).get(series)
    if found is None:
        raise NotFound("There is no such series.")
    return found


def _watched(tx: Transaction, series: Series, settings: SignalSettings) -> Any:
    """The series as it is judged now, or None where it has no notification."""
    from services.theming.signals.looking import watch_series

    deaths = signals.deaths_for_office(tx)
    mine = days_by_series(deaths).get(series.id, [])
    if not mine:
        return None
    first = min(each.notified_on for each in deaths)
    return watch_series(series, mine, first, london_day(tx.at), settings)


def _day(posted: PostedForm, name: str) -> tuple[date | None, list[Fault]]:
    """The day that was typed; None if all three fields are blank."""
    typed = [posted.text(f"{name}-{part}") for part in ("year", "month", "day")]
    if not any(typed):
        return None, []
    try:
        return date(*(number_from(each) for each in typed)), []
    except ValueError:
        return None, [Fault(name, TOLD_WRONG)]
