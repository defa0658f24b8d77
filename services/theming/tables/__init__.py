"""Tables of theming: facts and texts of cases, mentions of themes, what people decided. No names."""

from services.theming.tables.cases import case_facts
from services.theming.tables.changes import statistics_change
from services.theming.tables.clients import api_client, api_client_key, api_client_use
from services.theming.tables.codebooks import codebook_adoption, codebook_trial
from services.theming.tables.comparing import case_to_compare, case_words, word_frequency
from services.theming.tables.confirming import (
    case_reading,
    evidence_decision,
    reading_joined,
    regression_example,
    theme_decision,
)
from services.theming.tables.discovery import discovered_theme, discovery_run, local_theme, new_word
from services.theming.tables.disposal import RULES as DISPOSAL_RULES
from services.theming.tables.facts import case_fact_version
from services.theming.tables.learning import agreed_learning, recommendation, recommendation_told
from services.theming.tables.meetings import meeting_held
from services.theming.tables.metadata import metadata
from services.theming.tables.opinions import learning_run, second_opinion, trained_model
from services.theming.tables.packs import learning_pack, pack_file, pack_gathering, pack_round, pack_text
from services.theming.tables.questions import statistics_question
from services.theming.tables.ready import ready_counts, ready_year, settled_pattern
from services.theming.tables.releases import (
    published_elsewhere,
    release_case_version,
    release_round,
    release_step,
    released_file,
    released_table,
    statistics_release,
)
from services.theming.tables.reports import report_file, report_run
from services.theming.tables.restrictions import case_restriction
from services.theming.tables.signals import (
    false_alarms,
    signal,
    signal_evidence,
    signal_extract,
    signal_look,
    signal_step,
)
from services.theming.tables.texts import case_text
from services.theming.tables.themes import theme_confirmation, theme_mention

__all__ = [
    "DISPOSAL_RULES",
    "agreed_learning",
    "api_client",
    "api_client_key",
    "api_client_use",
    "case_fact_version",
    "case_facts",
    "case_reading",
    "case_restriction",
    "case_text",
    "case_to_compare",
    "case_words",
    "codebook_adoption",
    "codebook_trial",
    "discovered_theme",
    "discovery_run",
    "evidence_decision",
    "false_alarms",
    "learning_pack",
    "learning_run",
    "local_theme",
    "meeting_held",
    "metadata",
    "new_word",
    "pack_file",
    "pack_gathering",
    "pack_round",
    "pack_text",
    "published_elsewhere",
    "reading_joined",
    "ready_counts",
    "ready_year",
    "recommendation",
    "recommendation_told",
    "regression_example",
    "release_case_version",
    "release_round",
    "release_step",
    "released_file",
    "released_table",
    "report_file",
    "report_run",
    "second_opinion",
    "settled_pattern",
    "signal",
    "signal_evidence",
    "signal_extract",
    "signal_look",
    "signal_step",
    "statistics_change",
    "statistics_question",
    "statistics_release",
    "theme_confirmation",
    "theme_decision",
    "theme_mention",
    "trained_model",
    "word_frequency",
]
