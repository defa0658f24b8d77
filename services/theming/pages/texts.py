"""The page of one text: what it shows, place by place, and a person's word on each."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.theming.actions.confirming.judge_sentence import (
    Said,
    accept_sentence,
    add_sentence,
    change_sentence,
    reject_sentence,
)
from services.theming.domain.confirming.places import Place, places
from services.theming.domain.confirming.seen import DecidedMeanwhile
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Theme
from services.theming.pages.case_page import labels_of, seen_in
from services.theming.pages.places import marked_with_numbers, shown_places
from services.theming.pages.reading import ASSERTION_LABELS, kind_title
from services.theming.queries.cases import facts_of, mentions_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.judging import TextToJudge, held_judgements, is_hidden, text_to_judge
from services.theming.queries.precision import advisory_themes
from services.theming.queries.seen import seen_now
from services.theming.sentence_spans import sentence_spans, sentences_to_choose
from shared.errors import Invalid, NotFound
from shared.named_people import NAMES_NOBODY
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
LONGEST_NUMBER = 12
LONGEST_CHOICE = 110
GONE = "This place is not in the text any more: it was read again, or a newer version has come."
TYPED = {"words": "Words that show it", "reason": "Why"}


@html.get("/cases/{case}/texts/{number}", name="case_text")
def one_text(request: Request, tx: Tx, case: str, number: str) -> Response:
    return _text_page(request, tx, _text(tx, case, number))


@html.post("/cases/{case}/texts/{number}/places/{place}/accept", name="accept_place")
def accept(request: Request, tx: Tx, posted: Posted, case: str, number: str, place: str) -> Response:
    text = _text(tx, case, number)
    found = _place(tx, text, place)
    try:
        accept_sentence(tx, text=text, place=found, seen=seen_in(posted))
    except DecidedMeanwhile as clash:
        return _text_page(request, tx, text, clash.status, meanwhile=clash, about=found)
    return _back(request, text, found.key, f"Accepted: {_label(tx, found.theme)}.")


@html.post("/cases/{case}/texts/{number}/places/{place}/reject", name="reject_place")
def reject(request: Request, tx: Tx, posted: Posted, case: str, number: str, place: str) -> Response:
    text = _text(tx, case, number)
    found = _place(tx, text, place)
    try:
        reject_sentence(tx, text=text, place=found, seen=seen_in(posted))
    except DecidedMeanwhile as clash:
        return _text_page(request, tx, text, clash.status, meanwhile=clash, about=found)
    said = f"Rejected: {_label(tx, found.theme)}. These words will not be proposed for it again."
    return _back(request, text, found.key, said)


@html.get("/cases/{case}/texts/{number}/places/{place}", name="place")
def one_place(request: Request, tx: Tx, case: str, number: str, place: str) -> Response:
    check(tx.person, Permission.CONFIRM_THEME)
    text = _text(tx, case, number)
    found = _place(tx, text, place)
    start, end = found.spans[0]
    values = {
        "theme": found.theme,
        "assertion": found.assertion.value if found.assertion else "",
        "sentence": str(found.sentence[0]),
        "words": text.text[start:end],
    }
    return _place_page(request, tx, text, found, values)


@html.post("/cases/{case}/texts/{number}/places/{place}", name="change_place")
def change(request: Request, tx: Tx, posted: Posted, case: str, number: str, place: str) -> Response:
    try:
        text = _text(tx, case, number)
        found = _place(tx, text, place)
    except NotFound as gone:
        return _gone(request, tx, case, posted, gone)
    try:
        change_sentence(tx, text=text, place=found, said=_said(text, posted), seen=seen_in(posted))
    except Invalid as invalid:
        # What the page showed stays what it showed: it is compared again when this is sent again.
        return _place_page(
            request, tx, text, found, posted.texts(), 422, faults=invalid.faults, seen=posted.text("seen")
        )
    except DecidedMeanwhile as clash:
        return _place_page(request, tx, text, found, posted.texts(), clash.status, meanwhile=clash)
    return _back(request, text, found.key, f"Changed: {_label(tx, posted.text('theme'))}.")


@html.post("/cases/{case}/texts/{number}/places", name="add_place")
def add(request: Request, tx: Tx, posted: Posted, case: str, number: str) -> Response:
    try:
        text = _text(tx, case, number)
    except NotFound as gone:
        return _gone(request, tx, case, posted, gone)
    try:
        add_sentence(tx, text=text, said=_said(text, posted), seen=seen_in(posted))
    except Invalid as invalid:
        return _text_page(request, tx, text, 422, values=posted.texts(), faults=invalid.faults)
    except DecidedMeanwhile as clash:
        return _text_page(request, tx, text, clash.status, values=posted.texts(), meanwhile=clash)
    key = f"{posted.text('sentence')}-{posted.text('theme')}"
    return _back(request, text, key, f"Added: {_label(tx, posted.text('theme'))}.")


def _gone(request: Request, tx: Transaction, case: str, posted: PostedForm, because: NotFound) -> Response:
    """What was typed, to be taken to the newer version. Raises NotFound where there is no such case."""
    facts = facts_of(tx, case)
    check(tx.person, Permission.CONFIRM_THEME)
    if is_hidden(tx, case):
        return redirect(request, "case_themes", case=case)
    typed = {label: posted.text(name) for name, label in TYPED.items()}
    return page(request, "text_gone.html", 404, facts=facts, because=because.detail, typed=typed)


def _text_page(
    request: Request, tx: Transaction, text: TextToJudge, status_code: int = 200, **form: Any
) -> Response:
    facts, case = facts_of(tx, text.case_reference), text.case_reference
    if is_hidden(tx, case):
        return redirect(request, "case_themes", case=case)
    themes = codebook_in_use(tx).themes
    shown = shown_places(text.text, _places(tx, text), themes, advisory_themes(tx))
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": 1})
    return page(
        request,
        "text.html",
        status_code,
        facts=facts,
        text=text,
        kind=kind_title(text.kind),
        segments=marked_with_numbers(text.text, shown),
        shown=shown,
        waiting=sum(1 for each in shown if each.place.waits),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        labels=labels_of(tx),
        seen=seen_now(tx, case).numbers,
        **_choices(text, themes),
        **form,
    )


def _place_page(
    request: Request,
    tx: Transaction,
    text: TextToJudge,
    found: Place,
    values: Mapping[str, str],
    status_code: int = 200,
    **form: Any,
) -> Response:
    case, themes = text.case_reference, codebook_in_use(tx).themes
    if is_hidden(tx, case):
        return redirect(request, "case_themes", case=case)
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": 1})
    shown = shown_places(text.text, [found], themes, advisory_themes(tx))
    if not shown:
        raise NotFound(GONE)
    return page(
        request,
        "place.html",
        status_code,
        text=text,
        shown=shown[0],
        values=values,
        labels=labels_of(tx),
        **{"seen": seen_now(tx, case).numbers, **_choices(text, themes, found.sentence), **form},
    )


def _choices(
    text: TextToJudge, themes: Mapping[str, Theme], chosen: tuple[int, int] | None = None
) -> dict[str, Any]:
    spans = sentences_to_choose(text.text)
    offered = sorted({*spans, chosen}) if chosen else spans
    return {
        "themes": [(theme.id, theme.label) for theme in themes.values()],
        "readings": [(each.value, ASSERTION_LABELS[each.value].capitalize()) for each in Assertion],
        "sentences": [(str(start), _short(text.text[start:end])) for start, end in offered],
    }


def _short(sentence: str) -> str:
    words = " ".join(sentence.split())
    return words if len(words) <= LONGEST_CHOICE else f"{words[: LONGEST_CHOICE - 1]}…"


def _said(text: TextToJudge, posted: PostedForm) -> Said:
    """The sentence is sent as the character it begins with; none is chosen where that is no beginning."""
    spans = {str(start): text.text[start:end] for start, end in sentence_spans(text.text)}
    sentence = spans.get(posted.text("sentence"), "")
    words = " ".join(posted.text("words").split())
    given = (posted.text("theme"), posted.text("assertion"))
    nobody = posted.text(NAMES_NOBODY) == "yes"
    return Said(*given, sentence, words, posted.text("reason"), names_nobody=nobody)


def _text(tx: Transaction, case: str, number: str) -> TextToJudge:
    facts_of(tx, case)
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise NotFound("There is no such text.")
    return text_to_judge(tx, case, int(number))


def _places(tx: Transaction, text: TextToJudge) -> list[Place]:
    """Without what people judged where that is kept from who is looking: that a place is there tells it."""
    mentions = [each for each in mentions_of(tx, text.case_reference) if each.text_id == text.id]
    held = {} if is_hidden(tx, text.case_reference) else held_judgements(tx, text.case_reference)
    return places(text.text, mentions, held)


def _place(tx: Transaction, text: TextToJudge, key: str) -> Place:
    found = next((each for each in _places(tx, text) if each.key == key), None)
    if found is None:
        raise NotFound(GONE)
    return found


def _back(request: Request, text: TextToJudge, key: str, flash: str) -> Response:
    answer = redirect(request, "case_text", flash, case=text.case_reference, number=text.id)
    answer.headers["location"] += f"#place-{key}"
    return answer


def _label(tx: Transaction, theme: str) -> str:
    found = codebook_in_use(tx).themes.get(theme)
    return found.label if found else theme
