"""A second person has read a report and makes it final; nobody makes final what they made."""

from services.theming.disclosure.ledger import enter_released, lock_ledger
from services.theming.domain.london_days import london_day
from services.theming.domain.reports.report_run import ReportRun, ReportStatus
from services.theming.queries.reports import contents_of, editions, report_for_change
from services.theming.reports.gathering import ReportAsked, gather_report
from services.theming.reports.protecting import LEDGER
from shared.disclosure.policies import policy_on
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


class PublishedMeanwhile(Conflict):
    """Something else went out since the report was made, or what was known then is recorded otherwise."""

    title = "The report has to be made again"


def make_report_final(tx: Transaction, *, report_id: str) -> ReportRun:
    """Its tables go into the ledger of what is out. An earlier edition is withdrawn: this one replaces it.

    Raises OwnReport, PeriodNotOver, TransitionRefused, PublishedMeanwhile.
    """
    # Here and not above: what solves and makes the files is loaded where it is needed, and nowhere else.
    from services.theming.reports.keeping import keep_files

    check(tx.person, Permission.CONFIRM_THEME)
    run = report_for_change(tx, report_id)
    run.make_final(by=tx.person, at=tx.at, today=london_day(tx.at))
    lock_ledger(tx)
    contents = contents_of(tx, run)
    again = gather_report(tx, ReportAsked(run.kind, run.span, run.version, run.panel_name, run.known_at))
    if again.contents != contents:
        raise PublishedMeanwhile(
            "Something was published since it was made. Make it again: its small numbers are then protected "
            "together with that."
        )
    _replace(tx, run)
    tx.session.flush()
    keep_files(tx, run, contents, standing="final")
    policy = again.protected.report.policy
    for entry in again.protected.ledger:
        if entry.basis not in LEDGER:
            continue
        enter_released(
            tx,
            title=f"{contents.title}, {contents.version_label.lower()}",
            source=f"report:{run.id}:{entry.basis}",
            policy=policy_on(policy.name, contents.run_on),
            basis=entry.basis,
            release=entry.release,
            hidden=entry.hidden,
            data_as_of=run.known_at,
        )
    tx.audit("make_report_final", subject=run.id)
    return run


def _replace(tx: Transaction, run: ReportRun) -> None:
    for before in editions(tx, run.kind, run.period, run.version):
        if before.status is ReportStatus.FINAL and before.id != run.id:
            before.withdraw(by=tx.person, at=tx.at, reason=f"Replaced by edition {run.edition}.")
