"""The reader of a bundle over HTTP: pages, what is new, search, private notes, and when it closes."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.panel.actions.bundles.destroy_private_notes import destroy_private_notes
from services.panel.actions.bundles.keep_private_note import keep_private_note
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.bundle_reading import my_notes
from services.panel.queries.bundles import bundle_of
from services.panel.queries.cases import case_for_change
from services.panel.tables import metadata
from shared.contracts import CaseDocumentConfirmed, CaseDocumentWithheld, CaseFactsRecorded
from shared.errors import Refusal
from shared.people import SYSTEM
from shared.storage import Transaction
from tests.integration.panel.conftest import CASE, NOW, Panel, a_request, material

BUNDLE = f"/cases/{CASE}/bundle"


def a_paper(number: int = 2, **given: object) -> CaseDocumentConfirmed:
    facts: dict[str, object] = {
        "case_reference": CASE,
        "material_id": f"m{number}",
        "title": "Post-mortem report",
        "kind": "post_mortem_report",
        "source_role": "pathologist",
        "text": "Histology was awaited.",
        "version": 1,
        "part": 1,
        "parts": 1,
        "confirmed_on": NOW.date(),
        "redactions": {"known_name": 1},
    }
    return CaseDocumentConfirmed.model_validate({**facts, **given})


def withheld(number: int = 3, version: int = 1, because: str = "no_readable_text") -> CaseDocumentWithheld:
    facts = {"kind": "document", "source_role": "police", "withheld_on": NOW.date()}
    return CaseDocumentWithheld.model_validate(
        {"case_reference": CASE, "material_id": f"m{number}", "version": version, "because": because, **facts}
    )


def facts(version: int, said: str) -> CaseFactsRecorded:
    values = [
        {"value": said, "source_role": "health_visitor", "source_id": "s1"},
        {"value": "no", "source_role": "police", "source_id": "s2"},
    ]
    common = {"section": "home", "values": []}
    return CaseFactsRecorded.model_validate(
        {
            "case_reference": CASE,
            "version": version,
            "facts": [
                {
                    "question": "q1",
                    "label": "Smoking at home",
                    "section": "home",
                    "state": "conflict",
                    "values": values,
                    "chosen": said,
                },
                {"question": "q2", "label": "Cot in the room", "state": "not_known", **common},
                {"question": "q3", "label": "Interpreter", "state": "not_asked", **common},
                {"question": "q4", "label": "School", "state": "not_applicable", **common},
            ],
        }
    )


def audited(panel: Panel) -> list[tuple[str, dict[str, object]]]:
    with panel.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT action, detail FROM audit_entry WHERE reading ORDER BY id"))
        return [(row.action, row.detail) for row in rows]


def test_a_bundle_is_read_document_by_document_and_says_what_was_replaced(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(a_paper(), material(material_id="m4", title="Half a document", part=1, parts=2))
    manager = sign_in("cdr-manager")
    front = manager.get(BUNDLE).text
    assert f"{BUNDLE}/documents/1" in front
    assert "Not shown until all of it has arrived: Half a document." in front
    assert "identifiers of a case were found" in front
    first = manager.get(f"{BUNDLE}/documents/1").text
    assert "The mother called for help." in first
    assert 'id="page-1.1"' in first
    assert "names of the case 2" in first
    assert f"{BUNDLE}/pages/2.1" in first
    assert manager.get(f"{BUNDLE}/pages/2.1").url.path.endswith("/documents/2")


def test_every_page_of_a_bundle_carries_what_is_printed_on_its_sheets(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    member = sign_in("panel-member")
    mark = (
        f"Confidential. Case {CASE}. Printed by {PERSONAS['panel-member'].name} from a page opened"
        " 15 June 2026, 11:30 am."
    )
    pages = [member.get(path) for path in (BUNDLE, f"{BUNDLE}/documents/1", f"{BUNDLE}/changes")]
    pages.append(member.post(f"{BUNDLE}/search", BUNDLE, {"words": "mother"}))
    for page in pages:
        assert page.status_code == 200
        assert page.text.count(mark) == 2, "at the top and at the foot"


def test_a_form_is_read_with_its_headings_and_its_answers_beside_their_questions(
    panel: Panel, sign_in
) -> None:
    told = 'C. The child\nKnown allergies: <none> & "no".\nShe was <b>loved</b>.'
    panel.notified()
    panel.on_agenda()
    panel.tell(a_paper(text=told))
    member = sign_in("panel-member")
    page = member.get(f"{BUNDLE}/documents/2").text
    assert 'id="page-2.1"' in page
    assert "<h2>C. The child</h2>\n<dl><div><dt>Known allergies:</dt> <dd>&lt;none&gt; &amp; " in page
    assert "<p>She was &lt;b&gt;loved&lt;/b&gt;.</p></div>" in page
    assert "<h3>C. The child</h3>" in member.get(f"{BUNDLE}/pages/2.1/note").text


def test_what_is_new_or_changed_stays_marked_until_it_is_opened(panel: Panel, sign_in) -> None:
    panel.notified()
    manager = sign_in("cdr-manager")
    manager.get(f"{BUNDLE}/documents/1")
    assert "since you last read" not in manager.get(BUNDLE).text
    panel.at += timedelta(minutes=30)
    panel.tell(
        a_paper(), material(version=2, text="The child was found in the cot.\n\nThe mother called for help.")
    )
    for _ in range(2):
        front = manager.get(BUNDLE).text
        assert "New since you last read" in front
        assert "Changed since you last read" in front
    changes = manager.get(f"{BUNDLE}/changes").text
    assert "1 paragraph was taken out or rewritten." in changes
    assert "unresponsive" not in changes  # it may have been taken out because it named somebody
    assert ">The child was found in the cot.</ins>" in changes
    assert "The mother called for help." not in changes
    manager.get(f"{BUNDLE}/documents/1")
    manager.get(f"{BUNDLE}/documents/2")
    assert "since you last read" not in manager.get(BUNDLE).text
    assert "Nothing is new" in manager.get(f"{BUNDLE}/changes").text


def test_what_is_withheld_says_so_in_its_place_and_its_text_leaves_the_bundle(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(a_paper(), withheld(3))
    manager = sign_in("cdr-manager")
    assert "Histology" in manager.get(f"{BUNDLE}/documents/2").text
    panel.tell(withheld(2, version=2, because="office_decision"))
    assert "It is withheld now" in manager.get(f"{BUNDLE}/changes").text
    assert (
        manager.get(BUNDLE).text.count(">\n  Withheld\n</strong>") == 2
        or "Withheld" in manager.get(BUNDLE).text
    )
    gone = manager.get(f"{BUNDLE}/documents/2").text
    assert "Withheld: the child death review office decided so." in gone
    assert "Histology" not in gone
    assert "Histology" not in manager.get(f"{BUNDLE}/changes").text + manager.get(BUNDLE).text
    assert "no text could be read in it" in manager.get(f"{BUNDLE}/documents/3").text
    panel.tell(a_paper(3, version=2, title="Statement", kind="document", pages=4, withheld_pages=(2, 3)))
    assert (
        "The original has 4 pages; pages 2, 3 could not be read and are withheld."
        in manager.get(f"{BUNDLE}/documents/3").text
    )
    found = panel.reading("cdr-manager", lambda tx: bundle_of(tx, CASE))
    assert [(one.number, one.withheld) for one in found.documents] == [(1, False), (2, True), (3, False)]


def stored_parts(panel: Panel, material_id: str) -> list[tuple[int, int, str, str, str]]:
    rows = text(
        "SELECT version, part, title, text, digest FROM bundle_part WHERE material_id = :id"
        " ORDER BY version, part"
    )
    with panel.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(rows, {"id": material_id})]  # type: ignore[misc]


OTHER_CHILD = {"title": "Letter about Zebedee", "kind": "document", "text": "Zebedee had croup."}
WAYS_OF_ARRIVING = {
    "in order": (a_paper(parts=2, **OTHER_CHILD), a_paper(part=2, parts=2, **OTHER_CHILD), withheld(2, 2)),
    "late": (withheld(2, 2), a_paper(parts=2, **OTHER_CHILD), a_paper(part=2, parts=2, **OTHER_CHILD)),
    "between": (a_paper(parts=2, **OTHER_CHILD), withheld(2, 2), a_paper(part=2, parts=2, **OTHER_CHILD)),
}


@pytest.mark.parametrize("way", WAYS_OF_ARRIVING)
def test_the_text_of_a_document_that_is_withheld_later_is_nowhere_in_the_database_any_more(
    panel: Panel, sign_in, way: str
) -> None:
    panel.notified()
    panel.tell(*WAYS_OF_ARRIVING[way])
    digest = sha256(OTHER_CHILD["text"].encode()).hexdigest()
    kept = [(1, part, "Document", "", digest) for part in (1, 2)]
    assert stored_parts(panel, "m2")[:2] == kept
    with panel.database.engine.connect() as connection:
        for table in metadata.tables:
            assert "Zebedee" not in str(connection.execute(text(f"SELECT * FROM {table}")).all()), table
    manager = sign_in("cdr-manager")
    found = manager.post(f"{BUNDLE}/search", form_on=BUNDLE, data={"words": "croup"})
    assert "Not found" in found.text
    told = manager.get(f"{BUNDLE}/documents/2").text
    assert "Version 1 came before it was withheld; its text has been removed." in told


def test_what_came_after_a_withholding_stays_and_is_not_compared_with_what_was_removed(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    panel.tell(a_paper(**OTHER_CHILD))
    manager = sign_in("cdr-manager")
    manager.get(f"{BUNDLE}/documents/2")
    panel.tell(a_paper(version=3, text="This child had croup."), withheld(2, 2))
    changes = manager.get(f"{BUNDLE}/changes").text
    assert "Version 1, which you read, was withdrawn" in changes
    assert "Zebedee" not in changes
    assert "taken out or rewritten." not in changes
    assert "This child had croup." in manager.get(f"{BUNDLE}/documents/2").text
    assert [row[3] for row in stored_parts(panel, "m2")] == ["", "", "This child had croup."]


def test_the_newest_facts_are_shown_with_both_sources_and_with_what_nobody_knows(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    panel.tell(facts(2, "yes"), facts(1, "outside_only"))
    front = sign_in("cdr-manager").get(BUNDLE).text
    assert "Where sources differ" in front
    assert "Chosen by the office" in front
    assert "Outside only" not in front
    for why, label in (
        ("Not known", "Cot in the room"),
        ("Not asked", "Interpreter"),
        ("Not applicable", "School"),
    ):
        assert why in front
        assert label in front


def test_a_search_finds_words_by_their_stem_and_leaves_no_word_in_an_address_or_the_audit(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    panel.tell(a_paper(text="The <b>mothers</b> group met.\n\nBedding was heavy."))
    manager = sign_in("cdr-manager")
    found = manager.post(f"{BUNDLE}/search", form_on=BUNDLE, data={"words": "mother"})
    assert "Found on 2 pages" in found.text
    assert '<mark class="cdr-evidence">mothers</mark>' in found.text
    assert "<b>" not in found.text
    assert "mother" not in str(found.url)
    assert ("search_bundle", {"pages": ["1.1", "2.1"]}) in audited(panel)
    only = manager.post(f"{BUNDLE}/search", form_on=BUNDLE, data={"words": '"heavy bedding"'})
    assert "Not found" in only.text
    for words in ("", "x" * 201):
        again = manager.post(f"{BUNDLE}/search", form_on=BUNDLE, data={"words": words})
        assert again.status_code == 422
        assert words in again.text


@pytest.mark.parametrize(("words", "pages"), [
    ("smok*", ["2.1", "2.2"]), ("SMOKI*", ["2.1", "2.2"]), ("smok** grand*", ["2.2"]),
    ("smok* -grand*", ["2.1"]), ("cot* or grand*", ["1.1", "2.2"]), ('"heavy bedding*"', []), ("zzz*", []),
    ("*", []), ("s* & ) | !*", []), ("mother smok*", ["2.1"]), ("it's* (", []), ("__* 'q'*", []),
])  # fmt: skip
def test_a_star_finds_every_word_that_begins_so(panel: Panel, sign_in, words: str, pages: list[str]) -> None:
    told = ["The mother had smoke in her eyes. " + "x " * 1170, "Smoking was what the grandmother did."]
    panel.notified()
    panel.tell(a_paper(text="\n\n".join(told)))
    found = sign_in("cdr-manager").post(f"{BUNDLE}/search", form_on=BUNDLE, data={"words": words})
    assert found.status_code == 200
    assert re.findall(r">Page (\d\.\d): ", found.text) == pages


@pytest.mark.parametrize("page", ["9.1", "1.99", "x", "1.1.1", "%00", "²"])
def test_an_address_of_no_page_is_refused_and_never_an_error(panel: Panel, sign_in, page: str) -> None:
    panel.notified()
    manager = sign_in("cdr-manager")
    assert manager.get(f"{BUNDLE}/pages/{page}").status_code == 404
    assert manager.get(f"{BUNDLE}/documents/{page}").status_code == 404
    typed = manager.get(f"{BUNDLE}/go", params={"to": page})
    assert typed.status_code == 422
    assert "Enter the number of a page of this bundle" in typed.text
    assert manager.get(f"{BUNDLE}/go", params={"to": f"{CASE}/1.1"}).url.path.endswith("documents/1")


def test_a_private_note_is_read_by_its_writer_alone(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    member = sign_in("panel-member")
    noting = f"{BUNDLE}/pages/1.1/note"
    kept = member.post(noting, form_on=noting, data={"note": "Why <no> monitor?", "version": "0"})
    assert "Your note is kept" in kept.text
    assert "Why &lt;no&gt; monitor?" in kept.text
    assert "Why &lt;no&gt; monitor?" in member.get(f"{BUNDLE}/notes").text
    chair = sign_in("panel-chair")
    for path in (BUNDLE, f"{BUNDLE}/documents/1", f"{BUNDLE}/notes", noting):
        assert "monitor" not in chair.get(path).text
    manager = sign_in("cdr-manager")
    assert "monitor" not in manager.get(f"{BUNDLE}/documents/1").text
    assert manager.get(f"{BUNDLE}/notes").status_code == 403
    assert manager.get(noting).status_code == 403
    with panel.database.engine.connect() as connection:
        assert "monitor" not in str(connection.execute(text("SELECT * FROM audit_entry")).all())


def test_two_windows_lose_no_word_of_a_note_and_an_empty_one_is_removed(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    member = sign_in("panel-member")
    noting = f"{BUNDLE}/pages/1.1/note"
    member.post(noting, form_on=noting, data={"note": "First", "version": "0"})
    clash = member.post(noting, form_on=noting, data={"note": "Second", "version": "0"})
    assert clash.status_code == 422
    assert "First" in clash.text
    assert "Second" in clash.text
    member.post(noting, form_on=noting, data={"note": "First and second", "version": "1"})
    assert panel.reading("panel-member", lambda tx: my_notes(tx, CASE)["1.1"].text) == "First and second"
    too_long = member.post(noting, form_on=noting, data={"note": "x" * 4001, "version": "2"})
    assert too_long.status_code == 422
    gone = member.post(noting, form_on=noting, data={"note": "", "version": "2"})
    assert "Your note was deleted." in gone.text
    assert panel.reading("panel-member", lambda tx: my_notes(tx, CASE)) == {}


@pytest.mark.parametrize("words", ["", "  \r\n "])
def test_where_there_was_no_note_an_empty_one_is_not_said_to_be_deleted(
    panel: Panel, sign_in, words: str
) -> None:
    panel.notified()
    panel.on_agenda()
    noting = f"{BUNDLE}/pages/1.1/note"
    answer = sign_in("panel-member").post(noting, form_on=noting, data={"note": words, "version": "0"})
    assert "Nothing was kept: you wrote no note." in answer.text
    assert "deleted" not in answer.text
    assert panel.reading("panel-member", lambda tx: my_notes(tx, CASE)) == {}
    with panel.database.engine.connect() as connection:
        kept = text("SELECT count(*) FROM audit_entry WHERE action = 'keep_private_note'")
        assert connection.execute(kept).scalar_one() == 0


def test_notes_are_destroyed_some_time_after_the_review_is_closed_and_only_counted(panel: Panel) -> None:
    panel.notified()
    panel.on_agenda()
    for who in ("panel-member", "panel-chair"):
        panel.act(who, keep_private_note, case_reference=CASE, page="1.1", text="Mine", version=0)
    days = bundle_policies(NOW.date()).notes_kept_days
    assert panel.act(SYSTEM, destroy_private_notes) is False
    panel.act("panel-chair", _closed)
    panel.at += timedelta(days=days - 1)
    assert panel.act(SYSTEM, destroy_private_notes) is False
    panel.at += timedelta(days=1)
    assert panel.act(SYSTEM, destroy_private_notes) is True
    assert panel.act(SYSTEM, destroy_private_notes) is False
    with panel.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM private_note")).scalar() == 0
        gone = text("SELECT detail FROM audit_entry WHERE action = 'destroy_private_notes'")
        assert connection.execute(gone).scalar_one()["notes"] == 2


def _closed(tx: Transaction) -> None:
    """The review is closed, by whatever steps."""
    case = case_for_change(tx, CASE)
    case.status, case.closed_on = CaseStatus.COMPLETED, NOW.date()


def test_a_recused_member_loses_every_page_of_the_bundle_and_their_notes(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    member = sign_in("panel-member")
    noting = f"{BUNDLE}/pages/1.1/note"
    member.post(noting, form_on=noting, data={"note": "Mine", "version": "0"})
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I took part in the care")
    rest = (
        "",
        "/documents/1",
        "/pages/1.1",
        "/go?to=1.1",
        "/changes",
        "/notes",
        "/pages/1.1/note",
        "/download",
    )
    for path in rest:
        answer = member.get(BUNDLE + path)
        assert answer.status_code == 403, path
        assert "mother" not in answer.text
        assert "Mine" not in answer.text
    with pytest.raises(Refusal):
        panel.act("panel-member", keep_private_note, case_reference=CASE, page="1.1", text="x", version=1)


def test_a_bundle_closes_some_time_after_the_meeting_and_says_so_kindly(panel: Panel, sign_in) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    panel.everybody_present(meeting)
    panel.act("cdr-manager", close_meeting, meeting_id=meeting, discussed=[CASE])
    days = bundle_policies(NOW.date()).open_after_meeting_days
    panel.at = NOW + timedelta(days=days)
    assert sign_in("panel-member").get(f"{BUNDLE}/documents/1").status_code == 200
    panel.at = NOW + timedelta(days=days + 1)
    member = sign_in("panel-member")
    for path in ("", "/documents/1", "/pages/1.1", "/changes", "/notes"):
        answer = member.get(BUNDLE + path)
        assert answer.status_code == 403, path
        assert "This bundle has closed" in answer.text
        assert "it opens again" in answer.text
    assert sign_in("panel-chair").get(BUNDLE).status_code == 200  # until the review is signed off
    assert sign_in("cdr-manager").get(BUNDLE).status_code == 200


def test_returns_say_who_has_not_answered(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(a_request(source="s9", role="police", sector="police"))
    front = sign_in("cdr-manager").get(BUNDLE).text
    assert "Returned, day 19" in front
    assert "Asked, no answer yet" in front
    assert "1 April 2026" not in front
    assert "Died in March 2026" in front
