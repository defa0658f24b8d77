"""The office makes a report: its figures as known now, protected as one, and its files, as a draft."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import insert

from services.theming.domain.reports.kinds import VERSIONS, report_rules
from services.theming.domain.reports.report_run import ReportRun, ReportStatus, report_id
from services.theming.queries.reports import contents_of, editions
from services.theming.reports.gathering import Gathered, ReportAsked, gather_report
from services.theming.tables import report_run
from shared.disclosure.policies import policy_on
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.periods import Period, parse_period
from shared.storage import Transaction


def make_report(tx: Transaction, *, kind: str, period: str, version: str, panel_name: str) -> ReportRun:
    """Raises Invalid naming every fault.

    A draft of the same day that says the same is that draft: nobody has two by pressing twice.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    span = _checked(tx, kind, period, version)
    tx.lock_case(f"report {kind} {span.name} {version}")
    before = editions(tx, kind, span.name, version)
    number = len(before) + 1
    made = gather_report(tx, ReportAsked(kind, span, version, panel_name, tx.at))
    if (same := _same_draft(tx, before, made)) is not None:
        return same
    run_id = report_id(kind, span, version, number)
    _keep(tx, run_id, span, number, made)
    tx.audit("make_report", subject=run_id, detail={"kind": kind, "period": span.name, "version": version})
    return tx.session.get_one(ReportRun, run_id)


def _same_draft(tx: Transaction, before: Sequence[ReportRun], made: Gathered) -> ReportRun | None:
    newest = before[-1] if before else None
    if newest is None or newest.status is not ReportStatus.DRAFT:
        return None
    said = contents_of(tx, newest)
    return newest if replace(said, known_at=made.contents.known_at) == made.contents else None


def _checked(tx: Transaction, kind: str, period: str, version: str) -> Period:
    known = report_rules().kinds
    faults = []
    if kind not in known:
        faults.append(Fault("kind", "Choose a kind of report from the list"))
    if version not in VERSIONS:
        faults.append(Fault("version", "Choose a version from the list"))
    try:
        span = parse_period(period)
    except Invalid:
        raise Invalid([*faults, Fault("period", "Choose a period from the list")]) from None
    faults += _period_faults(tx, span, kind)
    if faults:
        raise Invalid(faults)
    return span


def _period_faults(tx: Transaction, span: Period, kind: str) -> list[Fault]:
    known = report_rules().kinds
    if kind in known and span.kind not in known[kind].periods:
        return [Fault("period", f"Choose a period that this report is made for: {_lengths(kind)}")]
    if span.starts_on > tx.at.date():
        return [Fault("period", "This period has not begun")]
    try:
        policy_on("publishable", span.ends_on)
    except KeyError:
        return [Fault("period", "There is no report for a time before the rules on small numbers begin")]
    return []


def _lengths(kind: str) -> str:
    words = {"Y": "a year", "H": "a half-year", "Q": "a quarter"}
    return " or ".join(words[each] for each in report_rules().kinds[kind].periods)


def _keep(tx: Transaction, run_id: str, span: Period, number: int, made: Gathered) -> None:
    # Here and not above: what makes the files is loaded where they are made, and nowhere else.
    from services.theming.reports.files import CONTENTS, checksum_of
    from services.theming.reports.keeping import keep_files

    contents = made.contents
    row = {
        "id": run_id,
        "kind": contents.kind,
        "period": span.name,
        "version": contents.version,
        "edition": number,
        "status": ReportStatus.DRAFT,
        "known_at": contents.known_at,
        "panel_name": contents.panel_name,
        "contents": CONTENTS.dump_python(contents, mode="json"),
        "checksum": checksum_of(contents),
        "made_by": tx.person.id,
        "made_by_name": tx.person.name,
        "made_at": tx.at,
        "final_by": "",
        "final_by_name": "",
        "withdrawn_by_name": "",
        "withdrawn_because": "",
    }
    tx.session.execute(insert(report_run).values(**row))
    keep_files(tx, tx.session.get_one(ReportRun, run_id), contents, standing="draft")
