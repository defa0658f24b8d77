"""What the pages of a review show: the form as fields, who takes part, what points to a category."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.category_prompts import known_of, prompts_for
from services.panel.domain.analysis.form_versions import form_versions
from services.panel.domain.analysis.scales import (
    CAUSES_AGREE,
    DOMAINS,
    LEVELS,
    MODIFIABILITY,
    MODIFIABLE,
    MODIFIABLE_MEANING,
    SCALES,
)
from services.panel.domain.analysis.sections import SECTIONS
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import in_words
from services.panel.domain.learning.agreed_action_faults import smart_hints
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.attendance import MARK_LABELS
from services.panel.pages.agenda_at_hand import item_at_hand
from services.panel.pages.analysis_fields import rows_of, values_of
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.analyses import SavedAnalysis, newest_analysis
from services.panel.queries.bundles import bundle_outline
from services.panel.queries.case_themes import themes_of
from services.panel.queries.cases import names_of
from services.panel.queries.family_questions import questions_of
from services.panel.queries.kept_texts import open_texts
from services.panel.queries.learning import earlier_learning
from services.panel.queries.relations import relations_to, sitting_for
from shared.people import Permission, can
from shared.storage import Transaction
from shared.themes import THEMES
from shared.web import page

LISTS: dict[str, Any] = {
    "domains": DOMAINS,
    "modifiable": MODIFIABLE,
    "modifiability": MODIFIABILITY,
    "causes_agree": CAUSES_AGREE,
    "levels": LEVELS,
    "meaning": MODIFIABLE_MEANING,
    "in_words": in_words,
    "form_sections": SECTIONS,
    "mark_labels": MARK_LABELS,
    "action_kinds": [(one.id, f"{one.label}: {one.means}") for one in RECOMMENDATION_KINDS.values()],
    "theme_options": [(one.id, one.label) for one in sorted(THEMES.values(), key=lambda one: one.label)],
}


def review_page(
    request: Request,
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    *,
    versions: Mapping[str, int],
    add: str = "",
    status: int = 200,
    **context: object,
) -> Response:
    """The recorder's page with ``form`` in its fields; ``versions``: what each section was typed over."""
    shown = {
        **about_the_form(tx, case, form),
        **about_the_case(request, tx, case),
        "values": values_of(form),
        "rows": rows_of(form, add),
        "faults": [],
        "versions": versions,
        "saved": newest_analysis(tx, case.reference, case.review_version + 1),
    }
    return page(request, "review.html", status, **{**shown, **context})


def about_the_form(tx: Transaction, case: ReviewCase, form: AnalysisForm) -> dict[str, Any]:
    """What goes with the form's fields: its lists, prompts and advice, and the documents to refer to."""
    themes = themes_of(tx, [case.reference]).get(case.reference, ())
    return {
        **LISTS,
        "categories": form.categories,
        "grades": SCALES[form.scale_version].grades,
        "form_version": form_versions()[form.form_version],
        "prompts": prompts_for(form, known_of(case.age_text, case.gestation_weeks, case.events)),
        "hints": {n: smart_hints(one, london_day(tx.at)) for n, one in enumerate(form.actions)},
        "documents": bundle_outline(tx, case.reference).documents,
        "earlier": earlier_learning(tx, themes=themes, excluding_case=case.reference),
        "case_themes": [THEMES[one].label for one in themes if one in THEMES],
    }


def about_the_case(request: Request, tx: Transaction, case: ReviewCase) -> dict[str, Any]:
    """The case, the meeting that decides on it, the family's questions and the texts that wait."""
    relations = relations_to(tx, case.reference)
    return {
        "case": case,
        "sections": case_navigation(request, tx.person, relations, case.reference),
        "sitting": sitting_for(tx, case.reference),
        "at_hand": item_at_hand(tx, case.reference),
        "questions": questions_of(tx, case.reference),
        "kept": open_texts(tx, case.reference, case.review_version + 1),
        "may_sign_off": can(tx.person, Permission.COMPLETE_REVIEW, relations),
        "names": names_of(tx, case.reference),
        "active": "Cases",
    }


def versions_of(saved: SavedAnalysis | None) -> dict[str, int]:
    """The version that every section is shown at."""
    return dict.fromkeys(SECTIONS, saved.version if saved else 0)
