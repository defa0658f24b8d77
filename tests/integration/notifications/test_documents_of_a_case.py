"""Documents that people send: kept sealed, opened by the office alone, their text confirmed as any other."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.documents.reseal_documents import reseal_documents
from services.notifications.actions.documents.vault import Vault
from shared.people import SYSTEM
from shared.sealing import SealBroken, read_keys
from shared.settings import Settings
from shared.storage import Database
from tests.unit.notifications.some_documents import STORY, a_pdf, a_picture, a_word_document, with_script

from .conftest import ANALYST, MANAGER, SECRET, enter_as, token_on
from .test_notifying_without_an_account import PAGE, typed

TRIAGE, FIRST = "/notifications/triage", "LLR-2026-0001"
CASE = f"/notifications/cases/{FIRST}/documents"
OLD_KEY, NEW_KEY = f"old:{'a1' * 32}", f"new:{'b2' * 32}"
File = tuple[str, bytes]


@pytest.fixture
def settings() -> Settings:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    return Settings(
        **urls,
        events_url="",
        secret_key=SECRET,
        demo=True,
        public_submissions_per_hour=10_000,
        document_keys=OLD_KEY,
    )


@pytest.fixture
def receipt(web: TestClient) -> str:
    return str(web.post(PAGE, data=typed(web)).url)


def sent(web: TestClient, path: str, *files: File, **fields: str) -> Any:
    form = {"csrf_token": token_on(web.get(path).text), **fields}
    return web.post(path, data=form, files=[("documents", (name, content)) for name, content in files])


def accept(web: TestClient) -> None:
    enter_as(web, MANAGER)
    token = token_on(web.get(f"{TRIAGE}/{FIRST}").text)
    assert web.post(f"{TRIAGE}/{FIRST}/accept", data={"csrf_token": token}).status_code == 200


def rows(database: Database, query: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_a_notifier_sends_a_letter_that_waits_sealed_until_the_case_is_accepted(
    web: TestClient, receipt: str, database: Database
) -> None:
    answer = sent(web, f"{receipt}/documents", ("Tilly Canaryfeather.docx", a_word_document()))
    assert "1 document received" in answer.text
    assert "Canaryfeather" not in answer.text
    [content] = rows(database, "SELECT * FROM document_content")
    assert content["key_id"] == "old"
    assert STORY.encode() not in content["sealed"] + content["sealed_text"]
    assert rows(database, "SELECT 1 FROM case_material WHERE title LIKE 'Document%'") == []
    accept(web)
    [material] = rows(database, "SELECT * FROM case_material WHERE title LIKE 'Document%'")
    assert (material["original"], material["title"]) == (STORY, "Document: paediatrician")
    assert "Read and confirm its text" in web.get(CASE).text


def test_the_office_opens_a_document_under_a_name_that_names_nobody_and_it_is_audited(
    web: TestClient, receipt: str, database: Database
) -> None:
    content = a_pdf()
    sent(web, f"{receipt}/documents", ("Tilly Canaryfeather.pdf", content))
    [document] = rows(database, "SELECT document_id FROM stored_document")
    path = f"/notifications/documents/{document['document_id']}/file"
    assert web.get(path).status_code == 401
    enter_as(web, ANALYST)
    assert web.get(path).status_code == 403
    enter_as(web, MANAGER)
    opened = web.get(path)
    assert opened.content == content
    assert opened.headers["content-disposition"] == f'attachment; filename="{FIRST}-document-1.pdf"'
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["x-content-type-options"] == "nosniff"
    audited = rows(database, "SELECT person_id, reading FROM audit_entry WHERE action = 'open_document'")
    assert audited == [{"person_id": "cdr-manager", "reading": True}]


def test_a_picture_says_that_no_text_could_be_read_and_a_person_describes_it(
    web: TestClient, receipt: str, database: Database
) -> None:
    accept(web)
    answer = sent(web, CASE, ("scan.png", a_picture()), role="health_visitor")
    assert "No text could be read" in answer.text
    [document] = rows(database, "SELECT document_id FROM stored_document")
    name = f"words-{document['document_id']}"
    path = f"{CASE}/{document['document_id']}/describe"
    refused = web.post(path, data={"csrf_token": token_on(answer.text), name: " "})
    assert refused.status_code == 422
    assert f'href="#{name}"' in refused.text
    web.post(path, data={"csrf_token": token_on(answer.text), name: "A growth chart, on the 25th centile."})
    [material] = rows(database, "SELECT title, original FROM case_material WHERE title LIKE 'Document%'")
    assert material["title"] == "Document, described by the office: health visitor"
    again = web.post(path, data={"csrf_token": token_on(answer.text), name: "Again"})
    assert again.status_code == 409


def test_several_files_are_kept_together_or_not_at_all_and_each_fault_is_named(
    web: TestClient, receipt: str, database: Database
) -> None:
    files = (("a.pdf", a_pdf()), ("b.pdf", with_script()), ("c.docx", b"MZ\0\0"))
    refused = sent(web, f"{receipt}/documents", *files)
    assert refused.status_code == 422
    assert "File 2 of 3: It holds a program" in refused.text
    assert "File 3 of 3: This is a program, not a document" in refused.text
    assert rows(database, "SELECT 1 FROM stored_document") == []
    assert sent(web, f"{receipt}/documents").status_code == 422
    too_many = sent(web, f"{receipt}/documents", *[("a.pdf", a_pdf())] * 6)
    assert "no more than 5 files" in too_many.text


def test_the_same_file_is_kept_once_and_whoever_sends_it_again_is_told(
    web: TestClient, receipt: str, database: Database
) -> None:
    letter, other = ("letter.pdf", a_pdf()), ("scan.png", a_picture())
    sent(web, f"{receipt}/documents", letter)
    again = sent(web, f"{receipt}/documents", other, ("letter again.pdf", letter[1]))
    assert again.status_code == 422
    assert "File 2 of 2: This same file has been received already: it is not kept twice" in again.text
    twice = sent(web, f"{receipt}/documents", other, other)
    assert "The same file was chosen twice" in twice.text
    accept(web)
    by_the_office = sent(web, CASE, letter, role="health_visitor")
    assert by_the_office.status_code == 422
    assert "received already, as document 1" in by_the_office.text
    [document] = rows(database, "SELECT document_id FROM stored_document")
    reason = {f"reason-{document['document_id']}": "Sent by mistake"}
    token = token_on(web.get(CASE).text)
    web.post(f"{CASE}/{document['document_id']}/discard", data={"csrf_token": token, **reason})
    assert sent(web, CASE, letter, role="health_visitor").status_code == 200
    assert len(rows(database, "SELECT 1 FROM stored_document")) == 2


def test_another_childs_document_is_removed_for_good_with_the_reason(
    web: TestClient, receipt: str, database: Database
) -> None:
    sent(web, f"{receipt}/documents", ("a.pdf", a_pdf()))
    enter_as(web, MANAGER)
    [document] = rows(database, "SELECT document_id FROM stored_document")
    path, name = f"{CASE}/{document['document_id']}/discard", f"reason-{document['document_id']}"
    form = {"csrf_token": token_on(web.get(CASE).text)}
    assert web.post(path, data=form).status_code == 422
    assert "About another child" in web.post(path, data=form | {name: "About another child"}).text
    assert rows(database, "SELECT 1 FROM document_content") == []
    assert web.get(f"/notifications/documents/{document['document_id']}/file").status_code == 409
    accept(web)
    assert rows(database, "SELECT 1 FROM case_material WHERE title LIKE 'Document%'") == []


def test_a_removed_document_takes_its_text_with_it_unless_the_panel_has_it(
    web: TestClient, receipt: str, database: Database
) -> None:
    accept(web)
    for name in ("a.pdf", "b.pdf"):
        sent(web, CASE, (name, a_pdf(f"{STORY} {name}")), role="health_visitor")
    [first, second] = rows(database, "SELECT document_id, material_id FROM stored_document ORDER BY number")
    form = {"csrf_token": token_on(web.get(CASE).text)}
    web.post(f"/notifications/materials/{second['material_id']}/confirm", data=form)
    for each in (first, second):
        reason = {f"reason-{each['document_id']}": "About another child"}
        web.post(f"{CASE}/{each['document_id']}/discard", data=form | reason)
    kept = rows(database, "SELECT material_id FROM case_material WHERE title LIKE 'Document%'")
    assert kept == [{"material_id": second["material_id"]}]
    assert "The panel was given its de-identified text" in web.get(CASE).text


def test_a_document_of_a_merged_notification_stands_with_the_case_that_stays(
    web: TestClient, receipt: str, database: Database
) -> None:
    second = str(web.post(PAGE, data=typed(web, circumstances="Again")).url)
    sent(web, f"{second}/documents", ("a.docx", a_word_document()))
    accept(web)
    token = token_on(web.get(f"{TRIAGE}/LLR-2026-0002").text)
    merge = {"csrf_token": token, "merge_into": FIRST, "merge_reason": "The same death"}
    web.post(f"{TRIAGE}/LLR-2026-0002/merge", data=merge)
    assert "LLR-2026-0002, document 1" in web.get(CASE).text
    [document] = rows(database, "SELECT document_id FROM stored_document")
    web.post(f"{CASE}/{document['document_id']}/take-up", data={"csrf_token": token_on(web.get(CASE).text)})
    [material] = rows(database, "SELECT case_reference FROM case_material WHERE title LIKE 'Document%'")
    assert material["case_reference"] == FIRST


def test_after_a_change_of_keys_everything_is_sealed_with_the_new_one_and_opens(
    web: TestClient, receipt: str, database: Database, now: Any
) -> None:
    sent(web, f"{receipt}/documents", ("a.pdf", a_pdf()), ("b.png", a_picture()))
    vault = Vault(read_keys(f"{NEW_KEY},{OLD_KEY}"))
    with database.transaction(person=SYSTEM, at=now) as tx:
        assert [reseal_documents(tx, vault=vault) for _ in range(2)] == [2, 0]
    [*documents] = rows(database, "SELECT document_id, key_id FROM document_content")
    assert {each["key_id"] for each in documents} == {"new"}
    with database.transaction(person=SYSTEM, at=now) as tx:
        found = {Vault(read_keys(NEW_KEY)).content(tx, each["document_id"]) for each in documents}
    assert found == {a_pdf(), a_picture()}


def test_sealed_content_opens_for_its_own_document_alone() -> None:
    keys = read_keys(OLD_KEY)
    sealed = keys.seal(b"a letter", nonce=b"n" * 12, bound_to="one")
    assert keys.open(sealed, key="old", bound_to="one") == b"a letter"
    for broken, key, owner in ((sealed, "old", "two"), (sealed[:-1], "old", "one"), (sealed, "gone", "one")):
        with pytest.raises(SealBroken):
            keys.open(broken, key=key, bound_to=owner)


@pytest.mark.parametrize("written", ["", "x", "a:00", "a:zz", f"{OLD_KEY},{OLD_KEY}", f"b c:{'a1' * 32}"])
def test_keys_that_are_none_are_refused_without_being_shown(written: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits") as refused:
        read_keys(written)
    assert "a1a1" not in str(refused.value)


def test_an_agency_sends_documents_with_its_request_and_sees_only_its_own(
    web: TestClient, receipt: str, database: Database
) -> None:
    sent(web, f"{receipt}/documents", ("notifier.png", a_picture()))
    accept(web)
    page = web.get(f"/notifications/cases/{FIRST}/gathering")
    form = {"csrf_token": token_on(page.text)}
    web.post(f"/notifications/cases/{FIRST}/gathering/ask", data=form)
    request_id = rows(database, "SELECT request_id FROM reporting_form_request")[0]["request_id"]
    shown = web.get(f"/notifications/requests/{request_id}").text
    link = re.search(r"http://127\.0\.0\.1:8000(/notifications/respond/[^\s<\"]+)", shown)
    assert link
    assert "Received so far" not in web.get(f"{link[1]}/documents").text
    assert "1 document received" in sent(web, f"{link[1]}/documents", ("a.pdf", a_pdf())).text
    [document] = rows(database, "SELECT * FROM stored_document WHERE request_id <> ''")
    assert (document["source_role"], document["came_through"]) == ("general_practitioner", "respond")
    titles = rows(database, "SELECT title FROM case_material WHERE title LIKE 'Document%'")
    assert sorted(row["title"] for row in titles) == [
        "Document: general practitioner",
        "Document: paediatrician",
    ]
