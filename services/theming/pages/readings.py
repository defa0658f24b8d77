"""Pages for reading a case to the end: the first time, and by a second person who sees nobody's decisions."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.theming.actions.confirming.finish_reading import finish_reading
from services.theming.actions.confirming.join_reading import join_reading
from services.theming.actions.confirming.read_as_second import read_as_second
from services.theming.domain.confirming.evidence import Held
from services.theming.domain.confirming.places import places
from services.theming.domain.confirming.seen import DecidedMeanwhile
from services.theming.pages.case_page import case_page, seen_in
from services.theming.pages.places import marked_with_numbers, shown_places
from services.theming.pages.reading import kind_title
from services.theming.queries.cases import facts_of, mentions_of, texts_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.double_reading import second_reading_refused
from services.theming.queries.judging import affirming_sentences
from services.theming.queries.precision import advisory_themes
from shared.errors import Conflict, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
NOBODY: Held = {}
ANSWER = "answer-"


@html.post("/cases/{case}/finish", name="finish_reading")
def finish(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    try:
        finish_reading(tx, case=case, seen=seen_in(posted))
    except Invalid as invalid:
        said = "; ".join(fault.message for fault in invalid.faults)
        return redirect(request, "case_themes", flash=f"Not finished yet: {said}.", case=case)
    except DecidedMeanwhile as clash:
        return case_page(request, tx, case, clash.status, meanwhile=clash)
    return redirect(request, "case_themes", flash="Kept: you have read this case to the end.", case=case)


@html.post("/cases/{case}/join-reading", name="join_reading")
def join(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    join_reading(tx, case=case)
    said = "You go on with this case. Somebody else has to read it as the second person."
    return redirect(request, "case_themes", flash=said, case=case)


@html.get("/cases/{case}/second-reading", name="second_reading")
def second(request: Request, tx: Tx, case: str) -> Response:
    return _second_page(request, tx, case)


@html.post("/cases/{case}/second-reading", name="keep_second_reading")
def keep_second(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    try:
        read_as_second(tx, case=case, answers=_answers(posted), more=_more(posted))
    except Invalid as invalid:
        values = {**posted.texts(), "more": _more(posted)}
        return _second_page(request, tx, case, 422, values=values, faults=invalid.faults)
    said = "Your reading is kept. Both readings can be seen now."
    return redirect(request, "case_themes", flash=said, case=case)


def _answers(posted: PostedForm) -> dict[str, str]:
    given = posted.texts().items()
    return {name.removeprefix(ANSWER): value for name, value in given if name.startswith(ANSWER)}


def _more(posted: PostedForm) -> list[str]:
    return [value for value in posted.getlist("more") if isinstance(value, str) and value]


def _second_page(
    request: Request,
    tx: Transaction,
    case: str,
    status_code: int = 200,
    values: Mapping[str, Any] | None = None,
    faults: Any = (),
) -> Response:
    """What the rules propose and the texts, and nothing of what anybody decided."""
    check(tx.person, Permission.CONFIRM_THEME)
    facts = facts_of(tx, case)
    if refused := second_reading_refused(tx, case):
        raise Conflict(refused)
    themes, mentions = codebook_in_use(tx).themes, mentions_of(tx, case)
    proposed = {each.theme for each in affirming_sentences(tx, case)}
    texts = [each for each in texts_of(tx, case) if each.set_aside_because is None]
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": len(texts)})
    return page(
        request,
        "second_reading.html",
        status_code,
        facts=facts,
        proposed=[theme for theme in themes.values() if theme.id in proposed],
        others=[(theme.id, theme.label) for theme in themes.values() if theme.id not in proposed],
        advisory=advisory_themes(tx),
        texts=[(each, kind_title(each.kind), _marked(each, mentions, themes)) for each in texts],
        values=values,
        faults=faults,
    )


def _marked(text: Any, mentions: Any, themes: Any) -> Any:
    mine = [each for each in mentions if each.text_id == text.id]
    found = places(text.text, mine, NOBODY)
    return marked_with_numbers(text.text, shown_places(text.text, found, themes, ()))
