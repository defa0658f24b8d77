"""Search over de-identified texts.

What is searched for is posted, and sealed in the address of what was found: it stands in no log and can be
read in no address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.theming.domain.search.hits import Found, Hit, Why
from services.theming.domain.search.phrases import asked_of
from services.theming.domain.search.question import MAY_BE_ASKED_FOR, Question, question_faults
from services.theming.domain.search.rules import search_rules
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Codebook
from services.theming.domain.themes.highlighting import Mark, Segment, segments
from services.theming.nlp.told_files import TOLD_WORDS
from services.theming.pages.reading import ASSERTION_LABELS, KIND_TITLES
from services.theming.pages.sealed_questions import SealedQuestion, question_in, token_of
from services.theming.queries.codebooks import codebook_in_use, themer_in_use
from services.theming.queries.search import texts_by_number
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, url_for
from shared.web.site import site_of

html = HtmlRouter()
SHOWN = 100
#: Where what was found begins: a browser goes there, with the keyboard too.
FOUND = "found"


@dataclass(frozen=True)
class ShownHit:
    case_reference: str
    reviewed: bool
    source: str
    text_id: int
    assertion: str
    segments: list[Segment]
    whys: list[str]


@html.get("/search", name="search")
def search(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return _page(request, codebook_in_use(tx), {})


@html.post("/search", name="search_texts")
def search_texts(request: Request, tx: Tx, posted: Posted) -> Response:
    """Leads to what was found: a page that is gone back to, or asked for again, is not to be a form sent."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    words, theme = " ".join(posted.text("words").split()), posted.text("theme")
    also = tuple(each for each in posted.getlist("also") if isinstance(each, str))
    codebook = codebook_in_use(tx)
    if faults := question_faults(words, theme, also, codebook):
        return _page(request, codebook, {**posted.texts(), "also": list(also)}, 422, faults=faults)
    token = token_of(_secret(request), words, theme, also, tx.person, tx.at)
    return RedirectResponse(f"{url_for(request, 'searched', token=token)}#{FOUND}", 303)


@html.get("/search/found/{token}", name="searched")
def searched(request: Request, tx: Tx, token: str) -> Response:
    """Sentences that speak of what was asked for, in the way that was asked for."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    asked, codebook = question_in(_secret(request), token, tx.person, tx.at), codebook_in_use(tx)
    # The codebook may have changed since: a theme that was taken out of it is asked for no more.
    if asked is None or question_faults(asked.words, asked.theme, asked.also, codebook):
        hours = round(search_rules().lasts.total_seconds() / 3600)
        return page(request, "search_gone.html", 404, hours=hours)
    return _page(request, codebook, asked.typed, **_answer(tx, asked, codebook))


def _secret(request: Request) -> str:
    return site_of(request).settings.secret_key.get_secret_value()


def _answer(tx: Transaction, asked: SealedQuestion, codebook: Codebook) -> dict[str, Any]:
    # Here and not above: the text pipeline is loaded where somebody searches, and nowhere else.
    from services.theming.searching.finding import find
    from services.theming.searching.sought import sought
    from services.theming.searching.words_asked import understood

    themer = themer_in_use(tx)
    means, wanted = understood(asked.words, codebook, themer), sought(tx, asked_of(asked.words), themer)
    themes = tuple(dict.fromkeys([*([asked.theme] if asked.theme else []), *means.themes]))
    question = Question(asked.words, themes, frozenset(map(Assertion, asked.also)), asked.theme)
    found = find(tx, question, wanted, themer)
    _audit(tx, question, found)
    return {
        **_shown(tx, found, question, means.part, codebook),
        "phrases": [phrase.label for phrase in wanted.phrases],
        "empty": not (themes or wanted.alternatives),
        "turned": _turned(means.turned, question, found, named=bool(means.themes)),
    }


def _audit(tx: Transaction, question: Question, found: Found) -> None:
    """Never the words: somebody may have typed a name."""
    detail = {"themes": list(question.themes), "words": len(question.words.split()), "hits": len(found.hits)}
    tx.audit("search_texts", reading=True, detail=detail)


def _page(
    request: Request, codebook: Codebook, typed: Mapping[str, Any], status_code: int = 200, **shown: Any
) -> Response:
    return page(
        request,
        "search.html",
        status_code,
        values=typed,
        themes=[(theme.id, theme.label) for theme in codebook.themes.values()],
        also=_choices(shown.get("counts", {})),
        **{"faults": (), "hits": None, "turned": None, "phrases": (), **shown},
    )


def _choices(counts: Mapping[Assertion, int]) -> list[tuple[str, str]]:
    """What else can be shown, with how many of each there are once something was searched for."""
    return [
        (
            each.value,
            ASSERTION_LABELS[each.value].capitalize() + (f" ({counts.get(each, 0)})" if counts else ""),
        )
        for each in MAY_BE_ASKED_FOR
    ]


def _turned(
    by: tuple[str, Assertion] | None, question: Question, found: Found, *, named: bool
) -> dict[str, Any] | None:
    """That somebody asked with a word such as "no", where sentences meant so are not among what is shown.

    ``named``: the words name a theme. Where they do not, a word such as "denied" is itself looked for, and
    there is something to say only if sentences are hidden.
    """
    if by is None or question.shows(by[1]):
        return None
    word, meant = by
    number = found.counts.get(meant, 0)
    if not (named or number):
        return None
    also = sorted({*question.also, meant})
    return {"by": word, "meant": ASSERTION_LABELS[meant], "number": number, "also": also}


def _shown(
    tx: Transaction, found: Found, question: Question, part: Sequence[str], codebook: Codebook
) -> dict[str, Any]:
    labels = {theme.id: theme.label for theme in codebook.themes.values()}
    some = found.hits[:SHOWN]
    texts = texts_by_number(tx, {hit.text_id for hit in some})
    return {
        "hits": [_hit(hit, texts[hit.text_id], labels) for hit in some if hit.text_id in texts],
        "total": len(found.hits),
        "counts": found.counts,
        "affirmed": found.counts.get(Assertion.AFFIRMED, 0),
        "hidden": [
            (ASSERTION_LABELS[each.value], number)
            for each, number in found.counts.items()
            if not question.shows(each)
        ],
        "more": found.more,
        "apart": found.apart,
        "told": found.told,
        "asked": [labels[theme] for theme in question.themes],
        "part": [labels[theme] for theme in part if theme not in question.themes],
    }


def _hit(hit: Hit, text: Any, labels: Mapping[str, str]) -> ShownHit:
    marks = [
        Mark(*span, ASSERTION_LABELS[why.assertion], why.assertion) for why in hit.whys for span in why.spans
    ]
    return ShownHit(
        text.case_reference,
        text.reviewed_on is not None,
        _source(KIND_TITLES.get(text.kind, text.kind), text.title),
        hit.text_id,
        ASSERTION_LABELS[hit.assertion],
        segments(text.text, marks, *hit.sentence),
        list(dict.fromkeys(_why(why, text.text, labels) for why in hit.whys)),
    )


def _source(kind: str, title: str) -> str:
    """The title, after its kind where it does not begin with that."""
    return title if title.startswith(kind) else f"{kind}: {title}"


def _why(why: Why, text: str, labels: Mapping[str, str]) -> str:
    words = "”, “".join(" ".join(text[slice(*span)].split()) for span in why.spans)
    if why.theme and not why.rule:
        meant = "" if why.assertion is Assertion.AFFIRMED else f": {ASSERTION_LABELS[why.assertion]}"
        return f"a person reads “{words}” as {labels.get(why.theme, why.theme)}{meant}"
    stands = _stands(why, words, labels)
    if why.cue and why.assertion is not Assertion.AFFIRMED:
        return f"{stands}; {ASSERTION_LABELS[why.assertion]} because of “{why.cue.strip()}”"
    return stands if why.assertion is Assertion.AFFIRMED else f"{stands}; {ASSERTION_LABELS[why.assertion]}"


def _stands(why: Why, words: str, labels: Mapping[str, str]) -> str:
    if why.theme:
        rule = why.rule.rsplit(".", 1)[-1]
        if rule == TOLD_WORDS:
            return f"its words together, “{words}” above all, speak of {labels.get(why.theme, why.theme)}"
        rule = rule.replace("_", " ")
        return f"the rule “{rule}” of {labels.get(why.theme, why.theme)} finds “{words}”"
    alike = why.phrase and words.lower() != why.phrase.lower()
    return f"the words “{words}” stand there" + (f", a way of writing “{why.phrase}”" if alike else "")
