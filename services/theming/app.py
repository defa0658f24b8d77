"""What theming is: data for the host."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.theming.actions.codebooks.try_codebook import TRY_CODEBOOK
from services.theming.actions.comparables.index_case import index_case
from services.theming.actions.discovery.look_for_themes import LOOK_FOR_THEMES
from services.theming.actions.opinions.form_opinions import form_opinions
from services.theming.actions.opinions.learn_from_decisions import learn_at_night
from services.theming.actions.signals.look_for_signals import LOOK_FOR_SIGNALS
from services.theming.actions.signals.make_extracts import MAKE_EXTRACTS
from services.theming.actions.signals.work_out_false_alarms import WORK_OUT_FALSE_ALARMS
from services.theming.actions.statistics.make_ready import MAKE_READY
from services.theming.actions.themes.propose_themes import propose_themes
from services.theming.admitting import PROGRAM_KEYS
from services.theming.api_description import NOTES, TAGS
from services.theming.handlers import HANDLERS
from services.theming.loading import load_for_statistics
from services.theming.reads_no_case_data import READS_NO_CASE_DATA
from services.theming.tables import metadata
from services.theming.tables.row_security import ROW_SECURITY
from shared.auditing.reading.look import looking_at_reading
from shared.contracts import death_notifications, death_reviews
from shared.people import Permission
from shared.service import NavigationItem, Service

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple["APIRouter", ...]:
    """Loaded when they are served: a worker does not wait for pages."""
    from services.theming import dictionary_api
    from services.theming.api import api
    from services.theming.comparing_api import comparing_api
    from services.theming.pages import (
        charts,
        clients,
        codebooks,
        data_quality,
        deciding,
        discovery,
        for_panel,
        pack_sections,
        packs,
        readings,
        releases,
        reports,
        restrictions,
        search,
        signals,
        statistics,
        tables,
        texts,
        theming,
        trust,
    )
    from services.theming.releases_api import releases_api
    from services.theming.tables_api import tables_api
    from shared.web import audit_router, operations_router

    return (
        theming.html,
        deciding.html,
        texts.html,
        readings.html,
        codebooks.html,
        trust.html,
        discovery.html,
        for_panel.html,
        restrictions.html,
        search.html,
        packs.html,
        pack_sections.html,
        releases.html,
        reports.html,
        statistics.html,
        data_quality.html,
        tables.html,
        charts.html,
        signals.html,
        clients.html,
        dictionary_api.html,
        api,
        dictionary_api.dictionary_api,
        releases_api,
        comparing_api,
        tables_api,
        audit_router(),
        operations_router(),
    )


SERVICE = Service(
    name="theming",
    prefix="/themes",
    title="Themes and statistics",
    folder=Path(__file__).parent,
    reads_no_case_data=READS_NO_CASE_DATA,
    metadata=metadata,
    row_security=ROW_SECURITY,
    routers=routers,
    consumes=(death_notifications.TOPIC, death_reviews.TOPIC),
    handlers=HANDLERS,
    navigation=(
        NavigationItem("Themes", "/themes/", Permission.VIEW_THEMES_OF_CASE),
        NavigationItem(
            "New themes and words", "/themes/discovery", Permission.VIEW_THEMES_OF_CASE, in_header=False
        ),
        NavigationItem(
            "How far proposals can be trusted",
            "/themes/trust",
            Permission.VIEW_THEMES_OF_CASE,
            in_header=False,
        ),
        NavigationItem(
            "Change of the codebook",
            "/themes/codebook-change",
            Permission.VIEW_THEMES_OF_CASE,
            in_header=False,
        ),
        NavigationItem("Search the texts", "/themes/search", Permission.VIEW_THEMES_OF_CASE, in_header=False),
        NavigationItem(
            "Restricted cases", "/themes/restricted", Permission.VIEW_THEMES_OF_CASE, in_header=False
        ),
        NavigationItem("Statistics", "/themes/statistics", Permission.VIEW_STATISTICS),
        NavigationItem("Data quality", "/themes/data-quality", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem("Data dictionary", "/themes/dictionary", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem(
            "Programs that ask the API", "/themes/clients", Permission.KEEP_API_CLIENTS, in_header=False
        ),
        NavigationItem("Charts", "/themes/charts", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem("Tables", "/themes/tables", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem("Learning packs", "/themes/packs", Permission.READ_LEARNING, in_header=False),
        NavigationItem("Reports", "/themes/reports", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem(
            "Releases of statistics", "/themes/releases", Permission.PREPARE_RELEASE, in_header=False
        ),
        NavigationItem("Signals", "/themes/signals", Permission.VIEW_STATISTICS, in_header=False),
        NavigationItem("Scorecard", "/themes/scorecard", Permission.VIEW_SCORECARD),
        NavigationItem("Audit of themes", "/themes/audit", Permission.VIEW_AUDIT),
        NavigationItem("Operations", "/themes/operations", Permission.OPERATE),
    ),
    steps=(propose_themes, index_case),
    load_later=load_for_statistics,
    program_keys=PROGRAM_KEYS,
    api_notes=NOTES,
    api_tags=TAGS,
    work_with=lambda settings: (
        TRY_CODEBOOK,
        LOOK_FOR_THEMES,
        LOOK_FOR_SIGNALS,
        MAKE_EXTRACTS,
        WORK_OUT_FALSE_ALARMS,
        MAKE_READY,
        learn_at_night(settings.models_folder),
        form_opinions(settings.models_folder),
        looking_at_reading(settings.fingerprinting_key),
    ),
)
