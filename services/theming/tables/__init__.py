"""Tables of theming: facts and texts of cases, mentions of themes, what people decided. No names."""

from services.theming.tables.cases import case_facts
from services.theming.tables.discovery import discovered_theme, discovery_run, local_theme, new_word
from services.theming.tables.learning import recommendation
from services.theming.tables.metadata import metadata
from services.theming.tables.restrictions import case_restriction
from services.theming.tables.texts import case_text
from services.theming.tables.themes import theme_confirmation, theme_mention

__all__ = [
    "case_facts",
    "case_restriction",
    "case_text",
    "discovered_theme",
    "discovery_run",
    "local_theme",
    "metadata",
    "new_word",
    "recommendation",
    "theme_confirmation",
    "theme_mention",
]
