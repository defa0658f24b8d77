"""What a panel reads of a case that it discusses: its themes with the sentences of the bundle that show them,
and what was decided and recommended of cases like it.

Panel gives the pass by which this page opens (``shared/case_passes.py``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.theming.comparing.finding import comparables_to_case
from services.theming.domain.themes.codebook import Theme
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus
from services.theming.pages.case_page import labels_of, said_of
from services.theming.pages.comparing import ShownComparables, shown_comparables
from services.theming.pages.reading import Quote, Said, Source, other_mentions, quotes_of
from services.theming.queries import cases
from services.theming.queries.codebooks import themes_spoken_of
from services.theming.queries.passes import hold_pass
from services.theming.queries.precision import advisory_themes
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.case_passes import BUNDLE, GIVEN_AT, PLACE_IN_BUNDLE, RATED_AT, pass_in
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page
from shared.web.site import site_of

html = HtmlRouter()


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
    facts, texts, said = cases.facts_of(tx, case), cases.texts_of(tx, case), said_of(tx, case)
    tx.audit("read_themes_for_panel", case=case, reading=True, detail={"texts": len(texts)})
    themes, advisory = themes_spoken_of(tx), advisory_themes(tx)
    standing = cases.themes_of(tx, case)
    stale = {theme for _, theme in themes_with_stale_evidence(tx, case)}
    shown, left_out = panel_themes(themes, standing, said, texts, stale, advisory)
    return page(
        request,
        "for_panel.html",
        facts=facts,
        bundle=BUNDLE.format(case_reference=case),
        themes=shown,
        left_out=left_out,
        others=other_mentions(themes, said.mentions, texts),
        address=place_in_bundle(texts),
        waiting=any(text.themed_by is None and text.set_aside_because is None for text in texts),
        comparables=None if given.rates_first else like_cases(tx, case),
        rated_at=RATED_AT.format(case_reference=case),
        active="Cases",
    )


def like_cases(tx: Transaction, case: str) -> ShownComparables:
    return shown_comparables(comparables_to_case(tx, case), labels_of(tx))


def panel_themes(
    known: Mapping[str, Theme],
    standing: Mapping[str, ThemeConfirmation],
    said: Said,
    texts: Sequence[Any],
    stale: set[str],
    advisory: frozenset[str],
) -> tuple[list[PanelTheme], int]:
    """Confirmed ones first, then what the program proposes; and how many of those are left out, because
    people have often rejected them.
    """
    held = [theme for theme in known if theme in standing]
    confirmed = [theme for theme in held if standing[theme].status is ThemeStatus.CONFIRMED]
    proposed = [theme for theme in held if standing[theme].status is ThemeStatus.PROPOSED]
    relied_on = [theme for theme in proposed if theme not in advisory]
    shown = [
        PanelTheme(
            known[theme],
            theme in confirmed,
            theme in stale,
            quotes_of(known, [each for each in said.mentions if each.theme == theme and each.counts], texts),
        )
        for theme in (*confirmed, *relied_on)
    ]
    return shown, len(proposed) - len(relied_on)


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
            place=f"{before[text.id] + source.start}-{before[text.id] + source.end}",
        )

    return address
