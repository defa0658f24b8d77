"""What a panel reads of a case that it discusses: its themes with the sentences of the bundle that show them,
and what was decided and recommended of cases like it.

Panel gives the pass by which this page opens (``shared/case_passes.py``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.theming.comparing.finding import Comparables
from services.theming.comparing.for_a_panel import like_cases_for_a_panel
from services.theming.domain.themes.codebook import Theme
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus
from services.theming.pages.case_page import labels_of, said_of
from services.theming.pages.comparing import shown_comparables
from services.theming.pages.reading import (
    ASSERTION_LABELS,
    Quote,
    Said,
    Source,
    other_mentions,
    quotes_of,
)
from services.theming.queries import cases
from services.theming.queries.codebooks import themes_spoken_of
from services.theming.queries.passes import hold_pass
from services.theming.queries.precision import advisory_themes
from services.theming.queries.restrictions import restriction_of
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.case_passes import (
    BUNDLE,
    GIVEN_AT,
    INTEREST_AT,
    PLACE_IN_BUNDLE,
    RATED_AT,
    pass_in,
)
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page
from shared.web.site import site_of

html = HtmlRouter()


NOT_SHOWN = "The child death review office shows no themes of this case now. Go back to its bundle."
#: Of what is not affirmed: what nobody could settle, apart from what was said not to be so.
_UNSETTLED_LABELS = {ASSERTION_LABELS[each] for each in ("uncertain", "unanswered")}


@dataclass(frozen=True)
class PanelTheme:
    """``confirmed`` by a person, or else proposed by the program. ``stale``: its words have changed since."""

    theme: Theme
    confirmed: bool
    stale: bool
    quotes: list[Quote]


@html.get("/for-the-panel/{token}", name="for_the_panel")
def for_the_panel(request: Request, tx: Tx, token: str) -> Response:
    """One that is too old leads back to panel, which gives another to whoever may still read the case."""
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    given = pass_in(site_of(request).settings.secret_key.get_secret_value(), token, tx.person)
    case = given.case_reference
    if given.until <= tx.at:
        return RedirectResponse(GIVEN_AT.format(case_reference=case), 303)
    hold_pass(tx, given)
    try:
        facts = cases.facts_of(tx, case)
    except NotFound:
        raise NotFound(NOT_SHOWN) from None
    texts, said = cases.texts_of(tx, case), said_of(tx, case)
    themes, advisory, standing = themes_spoken_of(tx), advisory_themes(tx), cases.themes_of(tx, case)
    stale = {theme for _, theme in themes_with_stale_evidence(tx, case)}
    shown, doubtful = panel_themes(themes, standing, said, texts, stale, advisory)
    like = None if given.rates_first else like_cases_for_a_panel(tx, case, advisory)
    _audit_reading(tx, case, [*shown, *doubtful], texts, like)
    held = {each.theme.id for each in (*shown, *doubtful)}
    others = [each for each in other_mentions(themes, said.mentions, texts) if each.theme.id not in held]
    return page(
        request,
        "for_panel.html",
        facts=facts,
        restricted=restriction_of(tx, case) is not None,
        bundle=BUNDLE.format(case_reference=case),
        themes=shown,
        doubtful=doubtful,
        unsettled=[each for each in others if each.assertion in _UNSETTLED_LABELS],
        others=[each for each in others if each.assertion not in _UNSETTLED_LABELS],
        address=place_in_bundle(texts),
        waiting=any(text.themed_by is None and text.set_aside_because is None for text in texts),
        comparables=shown_comparables(like, labels_of(tx)) if like else None,
        rated_at=RATED_AT.format(case_reference=case),
        interest_at=INTEREST_AT.format(case_reference=case),
        opened_at=tx.at,
        active="Cases",
    )


def _audit_reading(
    tx: Transaction, case: str, themes: Sequence[PanelTheme], texts: Sequence[Any], like: Comparables | None
) -> None:
    """Who read what: also of the cases whose decisions were shown."""
    detail = {"texts": len(texts), "themes": sorted(each.theme.id for each in themes)}
    tx.audit("read_themes_for_panel", case=case, reading=True, detail=detail)
    for each in like.reviewed if like else ():
        tx.audit("read_like_case_for_panel", case=each.facts.case_reference, reading=True)


def panel_themes(
    known: Mapping[str, Theme],
    standing: Mapping[str, ThemeConfirmation],
    said: Said,
    texts: Sequence[Any],
    stale: set[str],
    advisory: frozenset[str],
) -> tuple[list[PanelTheme], list[PanelTheme]]:
    """Confirmed ones first, then what the program proposes; and apart from those what it proposes for themes
    that people have often rejected.
    """
    held = [theme for theme in known if theme in standing]
    confirmed = [theme for theme in held if standing[theme].status is ThemeStatus.CONFIRMED]
    proposed = [theme for theme in held if standing[theme].status is ThemeStatus.PROPOSED]
    relied_on = [theme for theme in proposed if theme not in advisory]

    def shown(theme: str) -> PanelTheme:
        mine = [each for each in said.mentions if each.theme == theme and each.counts]
        return PanelTheme(known[theme], theme in confirmed, theme in stale, quotes_of(known, mine, texts))

    doubtful = [shown(theme) for theme in proposed if theme in advisory]
    return [shown(theme) for theme in (*confirmed, *relied_on)], doubtful


def place_in_bundle(texts: Sequence[Any]) -> Callable[[Source], str]:
    """Gives where a sentence stands in the bundle; "" for a text that is none of its documents."""
    by_id = {text.id: text for text in texts}
    before: dict[int, int] = {}
    for text in texts:
        earlier = (each for each in texts if each.material_id == text.material_id and each.part < text.part)
        before[text.id] = sum(len(each.text) for each in earlier)

    def address(source: Source) -> str:
        text = by_id[source.text_id]
        if text.kind == "review":
            return ""
        return PLACE_IN_BUNDLE.format(
            case_reference=text.case_reference,
            material_id=text.material_id,
            place=f"{text.version}.{before[text.id] + source.start}-{before[text.id] + source.end}",
        )

    return address
