"""Deaths that may belong together: a prompt from structured facts, seen by the manager alone."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response

from services.notifications.actions.identity.decide_cluster import decide_cluster
from services.notifications.domain.identity.clusters import DECISIONS, Cluster, cluster_kinds, clusters_of
from services.notifications.queries.clusters import cluster_decisions, deaths_in_place
from shared.errors import Fault, Invalid
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
SHOWN_AT_ONCE = 10
Number = Annotated[int, Query(ge=1, le=1_000_000)]


@html.get("/clusters", name="clusters")
def prompts(request: Request, tx: Tx, number: Number = 1) -> Response:
    return _page(request, tx, number)


@html.post("/clusters", name="decide_cluster")
def decide(request: Request, tx: Tx, posted: Posted, number: Number = 1) -> Response:
    given = {name: posted.text(name) for name in ("kind", "decision", "reason")}
    try:
        decide_cluster(tx, cases=posted.text("cases").split(), **given)
    except Invalid as invalid:
        return _page(request, tx, number, 422, values=posted.texts(), faults=invalid.faults)
    said = "Kept. You are asked again if another death comes to share it."
    return redirect(request, "clusters", said, query={"number": number})


def _page(
    request: Request,
    tx: Transaction,
    number: int = 1,
    status_code: int = 200,
    values: Mapping[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    found = clusters_of(deaths_in_place(tx))
    decisions = cluster_decisions(tx)
    latest = {(each.kind, tuple(each.cases)): each for each in reversed(decisions)}
    waiting = [each for each in found if _open(latest.get((each.kind.id, each.cases)))]
    pages = max(1, -(-len(waiting) // SHOWN_AT_ONCE))
    shown = waiting[(min(number, pages) - 1) * SHOWN_AT_ONCE :][:SHOWN_AT_ONCE]
    for case in sorted({case for each in (*shown, *decisions) for case in each.cases}):
        tx.audit("view_clusters", case=case, reading=True)
    return page(
        request,
        "clusters.html",
        status_code,
        waiting=[(each, _before(each, decisions)) for each in shown],
        how_many=len(waiting),
        number=min(number, pages),
        pages=pages,
        decided=[each for each in decisions if latest[each.kind, tuple(each.cases)] is each],
        kinds=cluster_kinds(),
        decisions=DECISIONS,
        values=values or {},
        faults=faults,
    )


def _open(decision: Any) -> bool:
    return decision is None or decision.decision == "not_settled"


def _before(cluster: Cluster, decisions: Sequence[Any]) -> list[Any]:
    """What was decided about some of these deaths, or about all of them without settling it."""
    mine = set(cluster.cases)
    return [each for each in decisions if each.kind == cluster.kind.id and set(each.cases) <= mine]
