"""Reads of bundles by who is looking: is it still open, what have they read, their notes, a search."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Date, Text, bindparam, or_, select, text

from services.panel.domain.bundles.bundle import Bundle
from services.panel.domain.bundles.bundle_changes import ReadBefore
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.bundles.contents import BundleContents, contents
from services.panel.domain.bundles.found_words import FoundPage, found_page
from services.panel.domain.bundles.private_notes import PrivateNote
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.refusals import BundleClosed
from services.panel.queries.bundles import bundle_of, facts_of
from services.panel.queries.case_themes import themes_of
from services.panel.queries.cases import case_and_relations
from services.panel.queries.family_questions import questions_of
from services.panel.queries.learning import earlier_learning
from services.panel.queries.relations import cases_invited_to, relations_to
from services.panel.tables.bundle_reading import bundle_reading, private_note
from services.panel.tables.meetings import agenda_item, panel_meeting
from shared.people import Permission, Relation, can, check
from shared.storage import Transaction

FRONT = ""  # stands for the bundle itself among the documents that somebody has opened

_LATELY_INVITED = (
    cases_invited_to(bindparam("person", type_=Text()))
    .where(
        agenda_item.c.case_reference == bindparam("case", type_=Text()),
        or_(
            panel_meeting.c.status != MeetingStatus.CLOSED,
            panel_meeting.c.held_on >= bindparam("since", type_=Date()),
        ),
    )
    .limit(1)
)
_SEARCH = text(
    "SELECT page, ts_headline('english', body, wanted, :marks) AS shown"
    " FROM unnest(CAST(:pages AS text[]), CAST(:bodies AS text[])) WITH ORDINALITY AS t(page, body, place),"
    " websearch_to_tsquery('english', :words) AS wanted"
    " WHERE to_tsvector('english', body) @@ wanted ORDER BY place"
)
_MARKS = "StartSel=\ue000, StopSel=\ue001, MaxFragments=2, MaxWords=24, MinWords=8"


def readable_case(tx: Transaction, reference: str) -> ReviewCase:
    """A case whose bundle is open to who looks; refuses as ``visible_case`` does, and BundleClosed."""
    return reading_case(tx, reference)[0]


def reading_case(tx: Transaction, reference: str) -> tuple[ReviewCase, frozenset[Relation]]:
    """A case whose bundle is open, and how who looks stands to it: asked once for a page."""
    case, relations = case_and_relations(tx, reference, as_needed=True)
    if can(tx.person, Permission.VIEW_ALL_CASES) or _still_open(tx, case, relations):
        return case, relations
    days = bundle_policies(london_day(tx.at)).open_after_meeting_days
    raise BundleClosed(
        f"Bundles close {days} days after the meeting. If the panel returns to this case you will be invited "
        "again, and it opens again. If you need it before then, ask the child death review office."
    )


def contents_of(
    tx: Transaction, case: ReviewCase, questions: Sequence[FamilyQuestion] | None = None
) -> BundleContents:
    """The whole bundle of one case that may be read, with its pages; ``questions``: if they are read."""
    reference = case.reference
    themes = themes_of(tx, [reference])[reference]
    return contents(
        case,
        bundle_of(tx, reference),
        facts_of(tx, reference),
        questions_of(tx, reference) if questions is None else questions,
        panel_type_of(tx, reference),
        earlier_learning(tx, themes=themes, excluding_case=reference),
    )


def panel_type_of(tx: Transaction, reference: str) -> str | None:
    """The type of the latest panel with the case on its agenda, which orders its parts; None before any."""
    latest = (
        select(panel_meeting.c.kind)
        .join(agenda_item, agenda_item.c.meeting_id == panel_meeting.c.id)
        .where(agenda_item.c.case_reference == reference, panel_meeting.c.status != MeetingStatus.CANCELLED)
        .order_by(panel_meeting.c.held_on.desc(), panel_meeting.c.id.desc())
    )
    return tx.session.scalar(latest.limit(1))


def read_before(tx: Transaction, reference: str) -> ReadBefore:
    """What who is looking has opened of this bundle."""
    reading = bundle_reading.c
    mine = select(reading.material_id, reading.version, reading.read_at).where(
        reading.person_id == tx.person.id, reading.case_reference == reference
    )
    rows = {row.material_id: row for row in tx.session.execute(mine)}
    first: datetime | None = rows[FRONT].read_at if FRONT in rows else None
    return ReadBefore(first, {material: row.version for material, row in rows.items() if material != FRONT})


def my_notes(
    tx: Transaction, reference: str, relations: frozenset[Relation] | None = None
) -> dict[str, PrivateNote]:
    """The notes of who is looking on one case, by page; nobody reads anybody else's.

    ``relations``: of who is looking to this case, if they have just been read.
    """
    held = relations_to(tx, reference) if relations is None else relations
    check(tx.person, Permission.KEEP_PRIVATE_NOTES, held)
    note = private_note.c
    mine = select(PrivateNote).where(note.person_id == tx.person.id, note.case_reference == reference)
    return {each.page: each for each in tx.session.scalars(mine)}


def my_note_for_change(tx: Transaction, reference: str, page: str) -> PrivateNote | None:
    """The note of who is looking on one page, locked; None while there is none."""
    check(tx.person, Permission.KEEP_PRIVATE_NOTES, relations_to(tx, reference))
    key = (tx.person.id, reference, page)
    return tx.session.get(PrivateNote, key, with_for_update=True, populate_existing=True)


def search(tx: Transaction, bundle: Bundle, words: str) -> list[FoundPage]:
    """The pages in which the words stand, as a member would write them into a search box.

    The pages are given to the database for this one question: no index of them is kept anywhere.
    """
    pages = bundle.pages
    given = {"pages": [each.id for each in pages], "bodies": ["\n\n".join(each.paragraphs) for each in pages]}
    rows = tx.session.execute(_SEARCH, {**given, "words": words.replace("\0", ""), "marks": _MARKS})
    return [found_page(row.page, row.shown) for row in rows]


def _still_open(tx: Transaction, case: ReviewCase, relations: frozenset[Relation]) -> bool:
    """Whether a meeting with the case is not closed yet, or only just. The chair keeps it to sign off."""
    today = london_day(tx.at)
    since = today - timedelta(days=bundle_policies(today).open_after_meeting_days)
    asked = {"person": tx.person.id, "case": case.reference, "since": since}
    if tx.session.scalar(_LATELY_INVITED, asked) is not None:
        return True
    return can(tx.person, Permission.RECORD_ANALYSIS, relations) and case.closed_on is None
