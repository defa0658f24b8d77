"""Two people wrote in the same place: both texts side by side, and a person says what stands."""

from fastapi import Request, Response

from services.panel.actions.analysis.choose_text import choose_text
from services.panel.domain.analysis.kept_texts import KeptText
from services.panel.domain.analysis.section_merge import merge_proposal
from services.panel.domain.analysis.sections import content_of, with_section
from services.panel.pages.analysis_fields import form_from, rows_of, rows_shown, values_of
from services.panel.pages.posted_dates import read_number
from services.panel.pages.review_shown import about_the_form
from services.panel.queries.analyses import analysis_at, newest_analysis
from services.panel.queries.cases import names_of, visible_case
from services.panel.queries.kept_texts import text_kept
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/cases/{case_reference}/review/texts/{text_id}", name="panel_kept_text")
def kept_text(request: Request, tx: Tx, case_reference: str, text_id: str) -> Response:
    waiting = _waiting(tx, case_reference, text_id)
    if waiting.settled_at:
        return redirect(
            request, "panel_review", "Somebody has chosen already.", case_reference=case_reference
        )
    tx.audit("read_kept_text", case=case_reference, reading=True, detail={"section": waiting.section})
    return _page(request, tx, waiting)


@router.post("/cases/{case_reference}/review/texts/{text_id}", name="panel_choose_text")
def choose(request: Request, tx: Tx, posted: Posted, case_reference: str, text_id: str) -> Response:
    waiting = _waiting(tx, case_reference, text_id)
    saved = newest_analysis(tx, case_reference, waiting.review_version)
    form, faults = form_from(posted, saved.form if saved else waiting.form)
    if faults and waiting.section == "actions":
        again = {"values": posted, "rows": rows_shown(posted), "faults": faults}
        return _page(request, tx, waiting, 422, **again)
    if posted.text("remove"):
        return _page(request, tx, waiting, values=values_of(form), rows=rows_of(form))
    written = choose_text(
        tx,
        case_reference=case_reference,
        text_id=text_id,
        content=content_of(form, waiting.section),
        version=read_number(posted, "version", "")[0],
    )
    for kept_again in written.kept.values():
        return redirect(request, "panel_kept_text", case_reference=case_reference, text_id=kept_again)
    answer = redirect(request, "panel_review", "Saved. Both texts are kept.", case_reference=case_reference)
    answer.headers["location"] += f"#section-{waiting.section}"
    return answer


def _page(
    request: Request, tx: Transaction, waiting: KeptText, status: int = 200, **context: object
) -> Response:
    case = visible_case(tx, waiting.case_reference)
    saved = newest_analysis(tx, case.reference, waiting.review_version)
    base = analysis_at(tx, case.reference, waiting.review_version, waiting.base_version)
    form = saved.form if saved else base
    texts = (content_of(one, waiting.section) for one in (base, form, waiting.form))
    proposal = merge_proposal(waiting.section, *texts)
    proposed = with_section(form, waiting.section, proposal.content)
    shown = {
        **about_the_form(tx, case, proposed),
        "case": case,
        "waiting": waiting,
        "saved": saved,
        "other": saved and names_of(tx, case.reference).get(saved.last_saved_by.get(waiting.section, "")),
        "compared": proposal.compared,
        "values": values_of(proposed),
        "rows": rows_of(proposed),
        "faults": [],
        "version": saved.version if saved else 0,
        "active": "Cases",
    }
    return page(request, "kept_text.html", status, **{**shown, **context})


def _waiting(tx: Transaction, case_reference: str, text_id: str) -> KeptText:
    visible_case(tx, case_reference)
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    return text_kept(tx, case_reference, text_id)
