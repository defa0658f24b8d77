"""The invented directory of agencies, kept by the office as it would be by hand."""

import tomllib
from pathlib import Path

from services.notifications.actions.gathering.keep_agency import AgencyGiven, keep_agency
from services.notifications.queries.agencies import agencies
from shared.storage import Transaction

_FILE = Path(__file__).with_suffix(".toml")


def keep_agencies(tx: Transaction) -> None:
    """Add whoever is not in the directory yet."""
    known = {one.name: one.agency_id for one in agencies(tx)}
    for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["agencies"]:
        if row["name"] not in known:
            given = AgencyGiven(
                row["name"],
                row["sector"],
                row["escalation_email"],
                row["valid_from"],
                row.get("valid_to"),
                known.get(row.get("after", ""), ""),
                str(row.get("due_after", "")),
            )
            known[row["name"]] = keep_agency(tx, given=given).agency_id
            tx.session.flush()
