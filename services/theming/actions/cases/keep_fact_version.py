"""What a source says of a case is kept as a version of its own, with the instant from which it is known."""

from collections.abc import Mapping

from sqlalchemy import insert

from services.theming.queries.versions import newest_version
from services.theming.tables import case_fact_version
from shared.storage import Transaction


def keep_fact_version(tx: Transaction, *, case: str, source: str, facts: Mapping[str, object]) -> None:
    """Add a version, unless the source has just said the same: what is told twice adds nothing."""
    newest = newest_version(tx, case=case, source=source)
    if newest and {name: newest[name] for name in facts} == dict(facts):
        return
    number = newest["number"] + 1 if newest else 1
    row = {"case_reference": case, "source": source, "number": number, "known_from": tx.at, **facts}
    tx.session.execute(insert(case_fact_version).values(row))
