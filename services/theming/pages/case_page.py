"""The page of a case: its themes with the sentences that show them, and what people decided."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request, Response

from services.theming.comparing.finding import comparables_to_case
from services.theming.domain.confirming.places import HeardMention, heard, places, rejected, rejected_places
from services.theming.domain.confirming.seen import Seen, seen_as_sent
from services.theming.domain.confirming.steps_taken import steps_taken
from services.theming.domain.themes.theme_confirmation import STATUS_LABELS, ThemeConfirmation
from services.theming.pages.comparing import shown_comparables
from services.theming.pages.people_named import names
from services.theming.pages.reading import Said, marked_texts, other_mentions, theme_cards
from services.theming.pages.told_decisions import ToldDecision, told_decisions
from services.theming.queries import cases
from services.theming.queries.codebooks import codebook_in_use, themes_spoken_of
from services.theming.queries.decisions import decisions_of, sentence_decisions_of
from services.theming.queries.double_reading import double_reading_of, second_reading_refused
from services.theming.queries.judging import held_judgements, is_hidden, sentences_of_themes
from services.theming.queries.opinions import possible_themes
from services.theming.queries.precision import precision_of_themes
from services.theming.queries.restrictions import restriction_of
from services.theming.queries.seen import seen_now
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import PostedForm, page


def seen_in(posted: PostedForm) -> Seen:
    """What the page showed from which a form was sent."""
    return seen_as_sent(posted.text("seen"), posted.text("sentences"))


def labels_of(tx: Transaction) -> dict[str, str]:
    """What each theme is called, by id."""
    return {theme.id: theme.label for theme in themes_spoken_of(tx).values()}


def case_page(request: Request, tx: Transaction, case: str, status_code: int = 200, **form: Any) -> Response:
    """``meanwhile`` among ``form``: what somebody decided since the page was opened that was decided on."""
    facts, texts, said = cases.facts_of(tx, case), cases.texts_of(tx, case), said_of(tx, case)
    if is_hidden(tx, case):
        return _hidden_page(request, tx, facts)
    standing = cases.themes_of(tx, case)
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": len(texts)})
    codebook, themes = codebook_in_use(tx), themes_spoken_of(tx)
    trusted, mentions = precision_of_themes(tx).items(), said.mentions
    little = {theme for theme, each in trusted if each.little_trusted}
    sentences = sentences_of_themes(tx, case, standing)
    return page(
        request,
        "case.html",
        status_code,
        facts=facts,
        restriction=restriction_of(tx, case),
        names=partial(names, request),
        cards=theme_cards(themes, standing, said, texts, sentences, little),
        others=other_mentions(themes, mentions, texts),
        texts=marked_texts(themes, mentions, texts),
        comparables=shown_comparables(comparables_to_case(tx, case), labels_of(tx)),
        status_labels=STATUS_LABELS,
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        addable=[
            (theme.id, theme.label) for theme in codebook.themes.values() if _may_be_added(theme.id, standing)
        ],
        withdrawn=themes.keys() - codebook.themes.keys(),
        labels=labels_of(tx),
        advisory={theme for theme, each in trusted if each.advisory},
        seen=seen_now(tx, case).numbers,
        stale={theme for _, theme in themes_with_stale_evidence(tx, case)},
        possible=_possible(tx, case, standing, mentions),
        twice=double_reading_of(tx, case),
        history=_history(tx, case, texts),
        **form,
    )


def _hidden_page(request: Request, tx: Transaction, facts: Any) -> Response:
    """Nothing of what the first person decided is shown before the second has read the case."""
    refused = second_reading_refused(tx, facts.case_reference)
    tx.audit("read_case_hidden", case=facts.case_reference, reading=True)
    may_join = can(tx.person, Permission.CONFIRM_THEME)
    return page(request, "case_hidden.html", facts=facts, refused=refused, may_join=may_join)


def said_of(tx: Transaction, case: str) -> Said:
    """What the texts say once people's judgements of their sentences are heard."""
    found, held = cases.mentions_of(tx, case), held_judgements(tx, case)
    said = Said([], [])
    for text in cases.texts_of(tx, case):
        if text.set_aside_because is None:
            mine = [each for each in found if each.text_id == text.id]
            said.mentions.extend(heard(text.id, places(text.text, mine, held)))
            said.rejected.extend(rejected(text.id, rejected_places(text.text, mine, held)))
    return said


def _history(tx: Transaction, case: str, texts: Sequence[Any]) -> list[ToldDecision]:
    steps = steps_taken(decisions_of(tx, case), sentence_decisions_of(tx, case))
    return told_decisions(steps, labels_of(tx), texts)


def _possible(
    tx: Transaction,
    case: str,
    standing: Mapping[str, ThemeConfirmation],
    mentions: Sequence[HeardMention],
) -> list[tuple[str, float]]:
    """Themes that models find possible and no sentence and nobody speaks of, the likeliest first."""
    known = codebook_in_use(tx).themes
    spoken_of = {each.theme for each in mentions if each.assertion == "affirmed"}
    found = {
        theme: said
        for theme, said in possible_themes(tx, case).items()
        if theme in known and _may_be_added(theme, standing) and theme not in spoken_of
    }
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _may_be_added(theme: str, standing: Mapping[str, ThemeConfirmation]) -> bool:
    found = standing.get(theme)
    return found is None or found.status == "lapsed"
