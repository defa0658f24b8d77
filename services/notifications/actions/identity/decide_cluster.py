"""The manager decides whether deaths that share something belong together. New ones are asked about anew."""

from collections.abc import Sequence

from sqlalchemy import insert

from services.notifications.domain.identity.clusters import check_decision, clusters_of
from services.notifications.queries.clusters import deaths_in_place
from services.notifications.tables.identity import cluster_decision
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


def decide_cluster(tx: Transaction, *, kind: str, cases: Sequence[str], decision: str, reason: str) -> None:
    """Raises Invalid naming every fault, Conflict when the deaths that share it are others by now."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    cases = sorted(set(cases))
    check_decision(kind, cases, decision, reason)
    if not any(
        each.kind.id == kind and list(each.cases) == cases for each in clusters_of(deaths_in_place(tx))
    ):
        raise Conflict("These cases no longer stand together, or another has come. Look at the page again.")
    by = {"decided_by": tx.person.name, "decided_at": tx.at}
    row = {"kind": kind, "cases": cases, "decision": decision, "reason": reason}
    tx.session.execute(insert(cluster_decision).values(**row, **by))
    for case in cases:
        tx.audit("decide_cluster", case=case, detail={"kind": kind, "decision": decision})
