"""What was ever changed of one case: to read, and as a file whose lines are chained by their hashes."""

import json

from fastapi import Request, Response

from services.panel.domain.cases.case_history import chained
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.case_history import history_of
from services.panel.queries.cases import visible_case
from services.panel.queries.relations import relations_to
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/history", name="panel_case_history")
def history(request: Request, tx: Tx, case_reference: str) -> Response:
    lines = history_of(tx, case_reference)
    tx.audit("view_case_history", case=case_reference, reading=True)
    relations = relations_to(tx, case_reference)
    return page(
        request,
        "case_history.html",
        case=visible_case(tx, case_reference),
        sections=case_navigation(request, tx.person, relations, case_reference),
        lines=lines[::-1],
        active="Cases",
    )


@router.get("/cases/{case_reference}/history.json", name="panel_case_history_file")
def history_file(tx: Tx, case_reference: str) -> Response:
    lines = list(chained(history_of(tx, case_reference)))
    tx.audit("export_case_history", case=case_reference, reading=True, detail={"lines": len(lines)})
    written = {"case_reference": case_reference, "made_at": tx.at.isoformat(), "lines": lines}
    return Response(
        json.dumps(written, ensure_ascii=False, indent=1) + "\n",
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="history-{case_reference}.json"',
            "Cache-Control": "no-store",
        },
    )
