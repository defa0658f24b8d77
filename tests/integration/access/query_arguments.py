"""What each parameter of a query is given, by service: ids of one case, or what another query gives.

A parameter is named alone, as "module.parameter" or as "module.function.parameter": the longest name holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import true

from services.notifications.domain.documents.origin import Origin
from services.notifications.domain.importing.batch import RowState
from services.notifications.domain.timeliness.spans import Span
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.theming.domain.confirming.seen import Seen
from services.theming.domain.search.question import OfIndex
from services.theming.tables import case_facts, case_text
from shared.auditing.reading.asked import Asked as AskedOfAudit
from shared.case_passes import CasePass
from shared.people import Person
from shared.periods import Period
from shared.restrictions.rules import BrokenGlass

LONG_AGO, FAR_AHEAD = date(1990, 1, 1), date(2100, 1, 1)
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOST = 10_000


@dataclass(frozen=True)
class Asked:
    """What a question gives, asked as the superuser: the first answer, or all where many are taken.

    ``:case`` and ``:meeting`` are those that everybody stands to.
    """

    sql: str


@dataclass(frozen=True)
class By:
    """What another query gives the system: domain objects are had from where the product has them."""

    query: str
    part: Callable[[Any], Any] = lambda found: found


def one(column: str, table: str, where: str = "") -> Asked:
    return Asked(f"SELECT {column} FROM {table} {f'WHERE {where}' if where else ''} LIMIT 1")


def of_case(column: str, table: str) -> Asked:
    ordered = f"ORDER BY case_reference = CAST(:case AS text) DESC, {column} LIMIT 1"
    return Asked(f"SELECT {column} FROM {table} {ordered}")


#: A case by whatever name, and all that there are where many are asked for.
CASE = Asked("SELECT CAST(:case AS text)")
ON_AGENDA = Asked("SELECT case_reference FROM agenda_item WHERE meeting_id = :meeting")
#: What is opened with a token is opened to whoever holds it, see the tests of links.
NOBODYS_TOKEN = {"key": "nobody's", "token": "made-up"}
_SHARED: dict[str, Any] = {
    "case": CASE,
    "restrictions.case": CASE,
    "reading.reference": CASE,
    "reading.asked": AskedOfAudit(what="reading"),
    "person": "system",
    "id_": "nothing",
    "reading.id_": UUID(int=0),
    "glass": By("restrictions.glass_told_of", lambda found: found[0] if found else NO_GLASS),
    "messages.about": Asked("SELECT about FROM message"),
    "claimed_until": LAST,
    "message_id": one("message_id", "message"),
}
NO_GLASS = BrokenGlass(*(None for _ in BrokenGlass.__dataclass_fields__))  # type: ignore[arg-type]

_NOTIFICATIONS: dict[str, Any] = {
    "case_reference": CASE,
    "reference": CASE,
    "references": Asked("SELECT case_reference FROM notification"),
    "cases": Asked("SELECT case_reference FROM notification"),
    "ours": CASE,
    "theirs": Asked("SELECT case_reference FROM notification"),
    "one": CASE,
    "other": Asked("SELECT case_reference FROM notification WHERE case_reference <> :case LIMIT 1"),
    "intake.about": By("notifications.notification_of"),
    "timeliness.found": By("notifications.notification_of"),
    "national_return.cases": By("notifications.notification_of"),
    "identity": By("identity.identities_of", lambda found: next(iter(found.values()))),
    "origin": Asked("SELECT CAST(:case AS text)"),
    "action_id": one("action_id", "joint_agency_action"),
    "agency_id": one("agency_id", "agency"),
    "as_of": FAR_AHEAD,
    "batch": By("importing.batches", lambda found: found[0] if found else None),
    "batch_id": one("batch_id", "import_batch"),
    "coroner": one("coroner", "coroner_disclosure"),
    "current": "another-key",
    "day": LONG_AGO,
    "days": MOST,
    "disclosure_id": one("disclosure_id", "coroner_disclosure"),
    "document_id": of_case("document_id", "stored_document"),
    "entry_id": one("entry_id", "care_plan_address"),
    "file_hash": one("file_hash", "import_batch"),
    "earlier_rules.first": 0,
    "header_row": 1,
    "hold_id": one("hold_id", "legal_hold"),
    "item_id": "ffffffffffffffffffff",
    "near_cases.key": b"a key of the test's",
    "kind": "sibling",
    "kinds": frozenset({"told_of_review", "review_completed", "cdop_reviewed"}),
    "limit": MOST,
    "identity_history.link_id": one("link_id", "child_link"),
    "intake.link_id": one("link_id", "notify_link"),
    "list_id": one("list_id", "disposal_list"),
    "record_type": "case_record",
    "made_from": of_case("made_from", "case_material"),
    "mapping_id": one("mapping_id", "import_mapping"),
    "material_id": of_case("material_id", "case_material"),
    "most": MOST,
    "name": "reminders",
    "nhs_number": Asked("SELECT nhs_number FROM child_identity WHERE case_reference = :case"),
    "number": 1,
    "on": FAR_AHEAD,
    "page": 1,
    "person_name": "Somebody",
    "postcode": one("postcode", "care_plan_address"),
    "postcodes": Asked("SELECT postcode FROM care_plan_address"),
    "prints": Asked("SELECT fingerprint FROM imported_row"),
    "process_id": of_case("process_id", "parallel_process"),
    "prompt_id": one("prompt_id", "care_plan_prompt"),
    "question_id": of_case("question_id", "family_question"),
    "request": By("subject_access.requests", lambda found: found[0] if found else None),
    "request_id": of_case("request_id", "reporting_form_request"),
    "subject_access.request_id": one("request_id", "subject_access_request"),
    "subject_access_items.request_id": one("request_id", "subject_access_request"),
    "reversal_id": one("reversal_id", "redaction_reversal"),
    "sheet": "",
    "since": LONG_AGO,
    "care_plans.times_asked.since": FIRST,
    "span": Span(LONG_AGO, FAR_AHEAD),
    "state": RowState.STORED,
    "states": list(RowState),
    "stored": {},
    "transfer_id": one("transfer_id", "case_transfer"),
    "version": 1,
    "wanted": Asked("SELECT family_name FROM child_identity WHERE case_reference = :case"),
    **NOBODYS_TOKEN,
}

_PANEL: dict[str, Any] = {
    "case_reference": CASE,
    "reference": CASE,
    "references": Asked("SELECT reference FROM review_case"),
    "case_references": Asked("SELECT reference FROM review_case"),
    "cases": Asked("SELECT reference FROM review_case"),
    "visible": Asked("SELECT reference FROM review_case"),
    "excluding_case": "LLR-1990-0001",
    "case": By("cases.visible_case"),
    "case_themes.cases": By("cases.visible_case"),
    "meeting": By("meetings.visible_meeting"),
    "bundle": By("bundles.bundle_of"),
    "documents": By("bundles.bundle_of", lambda found: list(found.documents)),
    "form": By("analyses.newest_analysis", lambda found: found.form),
    "link": By("action_log.links_of", lambda found: found[0] if found else None),
    "action_log.one": By("action_log.logged_action"),
    "ratings.one": By("ratings.newest_round"),
    "panel": By("panels.all_panels", lambda found: found[0]),
    "questions": By("family_questions.questions_by_case", lambda found: next(iter(found.values()))),
    "allowance_id": one("id", "download_allowance"),
    "day": FAR_AHEAD,
    "days": [LONG_AGO],
    "first": LONG_AGO,
    "last": FAR_AHEAD,
    "found_id": of_case("id", "found_interest"),
    "hold_id": of_case("id", "hold"),
    "interest_id": of_case("id", "declared_interest"),
    "near_cases.key": b"a key of the test's",
    "learning_id": one("id", "shared_learning"),
    "limit": MOST,
    "made_with": "another-key",
    "material_id": of_case("material_id", "bundle_part"),
    "meeting_id": Asked("SELECT CAST(:meeting AS text)"),
    "number": 0,
    "on": FAR_AHEAD,
    "page": "1.1",
    "downloads.panel": one("id", "panel"),
    "panel_id": one("id", "panel"),
    "panel_type": one("kind", "panel"),
    "period": Period(2025, "Y", 1),
    "people": [],
    "meetings.person": Person("panel_member-invited", "Somebody"),
    "person_id": one("person_id", "panel_member"),
    "policies": bundle_policies(FAR_AHEAD),
    "question_id": of_case("question_id", "family_question"),
    "relations": frozenset(),
    "review_version": Asked(
        "SELECT review_version FROM review_decision WHERE case_reference = :case ORDER BY 1 DESC LIMIT 1"
    ),
    "right": "view_case",
    "rules_id": one("id", "quorum_rule_set"),
    "late_papers.references": ON_AGENDA,
    "minutes.references": ON_AGENDA,
    "seen": true(),
    "starts": "09:30",
    "text_id": one("id", "kept_text"),
    "themes": Asked("SELECT theme FROM case_theme"),
    "version": 1,
    "words": "child",
    **NOBODYS_TOKEN,
}

_THEMING: dict[str, Any] = {
    "reference": CASE,
    "references": Asked("SELECT case_reference FROM case_facts"),
    "cases": Asked("SELECT case_reference FROM case_facts"),
    "comparing.candidates.case": By("comparing.profile_of"),
    "judging.hidden_from.case": case_text.c.case_reference,
    "restrictions.reference": case_facts.c.case_reference,
    "passes.reference": case_facts.c.case_reference,
    "passes.given": CasePass("LLR-1990-0001", "nobody", (), rates_first=False, until=LAST),
    "basis": "reviewed",
    "changed_before": LAST,
    "changes": 0,
    "client_id": one("id", "api_client"),
    "key_id": one("id", "api_client_key"),
    "codebook": Asked("SELECT codebook FROM case_reading LIMIT 1"),
    "codebook_versions.versions": Asked("SELECT codebook FROM case_reading"),
    "counts": {},
    "hidden": frozenset(),
    "given": None,
    "day": FAR_AHEAD,
    "digests": [b"none"],
    "dim": "age_band",
    "dims": ["age_band"],
    "first": LONG_AGO,
    "last": FAR_AHEAD,
    "discovery.last": 0,
    "first_day": LONG_AGO,
    "last_day": FAR_AHEAD,
    "until": FAR_AHEAD,
    "found": By("releases.releases", lambda found: found[0]),
    "frequency": {"water": 1},
    "kind": "annual",
    "known_at": LAST,
    "limit": MOST,
    "material_id": of_case("material_id", "case_text"),
    "name": "nothing.csv",
    "number": 1,
    "signals.number": one("id", "signal"),
    "numbers": Asked("SELECT id FROM case_text"),
    "offset": 0,
    "only": "",
    "pack": By("packs.packs", lambda found: found[0]),
    "pack_id": one("id", "learning_pack"),
    "panel_name": "The panel",
    "data_quality.period": Span(LONG_AGO, FAR_AHEAD),
    "period": "2025-26",
    "policies": ["published"],
    "policy": "published",
    "quarter": one("quarter", "learning_pack"),
    "pack_material.quarter": Period(2025, "Y", 1),
    "quotes": Asked(
        "SELECT jsonb_build_object('case', case_reference, 'text', id, 'start', 0, 'end', 60) FROM case_text"
    ),
    "release_id": one("id", "statistics_release"),
    "report_id": one("id", "report_run"),
    "review_version": 1,
    "reviewed": True,
    "seen": Seen(),
    "run": By("reports.reports", lambda found: found[0]),
    "opinions.run": 1,
    "sentences": Asked("SELECT text FROM case_text"),
    "series": one("series", "signal"),
    "settled": {},
    "since": FIRST,
    "source": "panel",
    "span": Period(2025, "Y", 1),
    "standing": "released",
    "status": "proposed",
    "theme": Asked("SELECT theme FROM theme_confirmation WHERE case_reference = :case LIMIT 1"),
    "themes": Asked("SELECT DISTINCT theme FROM theme_confirmation"),
    "version": "1",
    "words": "child",
    "comparing.words": ["child"],
    "search.stems_of.words": ["child"],
    "sought": OfIndex("'child'"),
    "previewing.since": 0,
    "expression": ".",
    "most_texts": MOST,
    "most_bytes": 10**9,
    "most": MOST,
    "year": 2025,
}

ARGUMENTS = {
    "notifications": _SHARED | _NOTIFICATIONS | {"origin": None},
    "panel": _SHARED | _PANEL,
    "theming": _SHARED | _THEMING | {"case": CASE},
}
ARGUMENTS["notifications"]["origin"] = Origin("LLR-1990-0001", "office", "gp")
