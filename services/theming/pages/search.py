"""Search over de-identified texts. What is searched for is posted: it stands in no address and no log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from services.theming.domain.search.hits import Found, Hit, Why
from services.theming.domain.search.phrases import asked_of
from services.theming.domain.search.question import MAY_BE_ASKED_FOR, Question, question_faults
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Codebook
from services.theming.domain.themes.highlighting import Mark, Segment, segments
from services.theming.pages.reading import ASSERTION_LABELS, KIND_TITLES
from services.theming.queries.codebooks import codebook_in_use, themer_in_use
from services.theming.queries.search import says_something, texts_by_number
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page

html = HtmlRouter()
SHOWN = 100


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
    """Sentences that speak of what was asked for, in the way that was asked for."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    words, theme = " ".join(posted.text("words").split()), posted.text("theme")
    also = [each for each in posted.getlist("also") if isinstance(each, str)]
    typed, codebook = {**posted.texts(), "also": also}, codebook_in_use(tx)
    if faults := question_faults(words, theme, also, codebook):
        return _page(request, codebook, typed, 422, faults=faults)
    # Here and not above: the text pipeline is loaded where somebody searches, and nowhere else.
    from services.theming.searching.finding import find
    from services.theming.searching.words_asked import themes_asked, turned_by

    themer = themer_in_use(tx)
    whole, part = themes_asked(words, codebook, themer) if words else ((), ())
    themes = tuple(dict.fromkeys([*([theme] if theme else []), *whole]))
    question = Question(words, themes, frozenset(Assertion(each) for each in also))
    found = find(tx, question, themer)
    _audit(tx, question, found)
    shown = _shown(tx, found, question, part, codebook)
    turned = _turned(turned_by(words, themer), question, found, named=bool(whole))
    return _page(request, codebook, typed, turned=turned, **shown)


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
        **{"faults": (), "hits": None, "turned": None, **shown},
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
        "empty": not (question.themes or says_something(tx, asked_of(question.words).for_index)),
        "asked": [labels[theme] for theme in question.themes],
        "part": [labels[theme] for theme in part if theme not in question.themes],
    }


def _hit(hit: Hit, text: Any, labels: Mapping[str, str]) -> ShownHit:
    marks = [Mark(*why.span, ASSERTION_LABELS[why.assertion], why.assertion) for why in hit.whys]
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
    words = " ".join(text[slice(*why.span)].split())
    if why.theme and not why.rule:
        meant = "" if why.assertion is Assertion.AFFIRMED else f": {ASSERTION_LABELS[why.assertion]}"
        return f"a person reads “{words}” as {labels.get(why.theme, why.theme)}{meant}"
    rule = why.rule.rsplit(".", 1)[-1].replace("_", " ")
    by = f"the rule “{rule}” of {labels.get(why.theme, why.theme)} finds" if why.theme else "the words"
    stands = f"{by} “{words}”" + ("" if why.theme else " stand there")
    if why.cue:
        return f"{stands}; {ASSERTION_LABELS[why.assertion]} because of “{why.cue.strip()}”"
    return stands if why.assertion is Assertion.AFFIRMED else f"{stands}; {ASSERTION_LABELS[why.assertion]}"
