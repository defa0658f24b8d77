"""What a round of a release holds is kept: its tables, the cases counted, and what was out beside it."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from services.theming.domain.releases.kept_table import layout_as_json, sums_as_json, table_as_json
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.queries.releases import case_versions
from services.theming.tables import release_case_version, release_round, release_step, released_table
from shared.disclosure.policies import DisclosurePolicy
from shared.storage import Transaction


def keep_round(
    tx: Transaction,
    release: StatisticsRelease,
    questions: list[TableQuestion],
    policy: DisclosurePolicy,
    panel_name: str,
) -> None:
    """Count, protect and keep the tables as the release's newest round. The caller has checked who may.

    Raises WouldGiveAway with the reason.
    """
    # Here and not above: the solvers take seconds to load, and most processes never need them.
    from services.theming.disclosure.ledger import adding_up
    from services.theming.releases.putting_together import put_together

    made = put_together(tx, questions, policy, release.basis)
    of = {"release_id": release.id, "round": release.round}
    row = {
        **of,
        "data_as_of": release.data_as_of,
        "panel_name": panel_name,
        "sums": sums_as_json(adding_up(each.linked for each in made.tables)),
        "beside": {"out": made.beside, "because_of": made.because_of},
    }
    tx.session.execute(insert(release_round).values(**row))
    for each in made.tables:
        kept = table_as_json(each.linked, each.hidden_keys)
        table = {
            **of,
            "number": each.number,
            "question": each.question,
            "title": each.layout.title,
            "layout": layout_as_json(each.layout),
            "counts": {"dims": kept["dims"], "counts": kept["counts"]},
            "hidden": kept["hidden"],
        }
        tx.session.execute(insert(released_table).values(**table))
    _keep_cases(tx, release, questions, of)


def _keep_cases(
    tx: Transaction, release: StatisticsRelease, questions: list[TableQuestion], of: dict[str, Any]
) -> None:
    """The cases that were counted, each with the version of its review: the figures can be told again."""
    found = {
        case
        for question in questions
        for case in case_versions(tx, release.basis, question.span.starts_on, question.span.ends_on)
    }
    rows = [
        {**of, "case_reference": case, "review_version": version} for case, version in sorted(found, key=str)
    ]
    if rows:
        tx.session.execute(insert(release_case_version), rows)


def keep_step(
    tx: Transaction,
    release: StatisticsRelease,
    step: str,
    *,
    reason: str = "",
    embargo_on: date | None = None,
) -> None:
    """Who did what, and when; audited as well."""
    by = {"by": tx.person.id, "by_name": tx.person.name, "at": tx.at}
    told = {"release_id": release.id, "round": release.round, "step": step, "reason": reason}
    tx.session.execute(insert(release_step).values(**told, embargo_on=embargo_on, **by))
    tx.audit(f"{step}_release", subject=release.id, detail={"round": release.round})
