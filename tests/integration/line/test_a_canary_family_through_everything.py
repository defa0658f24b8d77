"""A family of rare names goes through the whole product; outside notifications no trace of them is found.

Everything a person can hand in is handed in with the names: forms, documents with their metadata and file
names, reasons, a question of the family, a review taken over. Then every table, event, log line, page, file
and message is searched for them in any case, any spacing, in halves and backwards.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, MetaData, create_engine, select
from starlette.testclient import TestClient

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from deploy.serving import web
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.documents.discard_document import discard_document
from services.notifications.actions.documents.keep_documents import keep_documents
from services.notifications.actions.documents.take_up_text import take_up_waiting_texts
from services.notifications.actions.documents.vault import vault_of
from services.notifications.actions.elsewhere.take_over_review import take_over_review
from services.notifications.actions.family.raise_family_question import raise_family_question
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import record_nil_return
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.identity.link_children import link_children
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.material.add_case_text import add_case_text
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.describe_page import describe_page
from services.notifications.actions.material.withhold_case_material import withhold_case_material
from services.notifications.actions.reversal.ask_to_reverse import ask_to_reverse
from services.notifications.domain.documents.origin import Origin, SentFile
from services.notifications.domain.gathering.links import token_for
from services.notifications.pages.respond import RESPONDER
from services.notifications.queries.documents import documents_of
from services.notifications.queries.gathering import links_of, waiting_materials
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.actions.bundles.download_bundle import download_bundle
from services.panel.actions.family.reply_to_family_question import reply_to_family_question
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.queries.family_questions import questions_of
from shared.messaging.work import drain
from shared.people import Person
from shared.settings import Settings
from tests.integration.line.canary_documents import a_letter, a_photograph, a_report
from tests.integration.line.test_nothing_identifying_leaves import bearer, signed_in
from tests.integration.panel.conftest import NOW, Panel

GIVEN, HALF, OTHER_HALF = "Zephyrinella", "Quillfeather", "Oakenshawde"
FAMILY = f"{HALF}-{OTHER_HALF}"
MOTHER, FATHER, TWIN, NICKNAME = "Marigoldina", "Bartholomewson", "Isoldebright", "Zeffibell"
DOCTOR, TEACHER, NURSE = "Thistlewoodby", "Grumbleworthy", "Tamsinwickes"
STREET, SCHOOL, SURGERY = "Larkspurling", "Bramblewicke", "Wyvernmoore"
NUMBER, POSTCODE, TELEPHONE = "9990000018", "LE19ZZ", "07700900987"
CANARIES = [
    *(GIVEN, HALF, OTHER_HALF, MOTHER, FATHER, TWIN, NICKNAME, DOCTOR, TEACHER, NURSE),
    *(STREET, SCHOOL, SURGERY, NUMBER, POSTCODE, TELEPHONE),
]
DAYS = ["2020-02-03", "03/02/2020", "3 February 2020", "2026-06-06", "6 June 2026", "06/06/2026"]
NAMES = f"{GIVEN} {FAMILY}"
FILE_NAME = f"{GIVEN}_{HALF}_{NUMBER}"
STORY = (
    f"{NAMES} (NHS 999 000 0018), called {NICKNAME}, born 03/02/2020, of 4 {STREET} Road, LE1 9ZZ, fell ill "
    f"on 6 June 2026 at 07:40. {MOTHER} {FAMILY} rang 07700 900 987; {FATHER} drove. Her twin {TWIN} was at "
    f"{SCHOOL} Primary School with Mrs {TEACHER}. Dr {DOCTOR} of {SURGERY} Surgery came. {GIVEN.upper()}'s "
    f"breathing was fast. {HALF}s and {OTHER_HALF}s live near. {FAMILY.upper()}, {GIVEN}. She died there."
)
NOTIFICATION: dict[str, Any] = {
    "child": {
        "family_name": FAMILY,
        "given_names": GIVEN,
        "aliases": NICKNAME,
        "date_of_birth": "2020-02-03",
        "nhs_number": NUMBER,
        "sex": "female",
        "ethnic_category": "A",
    },
    "home": {"address": f"4 {STREET} Road", "postcode": "LE1 9ZZ", "local_authority": "Leicester"},
    "death": {
        "died_at": "2026-06-06T09:15",
        "aware_at": "2026-06-06T09:15",
        "place_of_death": "emergency_department",
        "expected": "no",
        "events": ["asthma_or_anaphylaxis"],
    },
    "family": {"other_children": f"{TWIN} (twin)"},
    "parents": [
        {"name": f"{MOTHER} {FAMILY}", "relation": "Mother", "address": f"4 {STREET} Road"},
        {"name": f"{FATHER} {HALF}", "relation": "Father"},
    ],
    "circumstances": STORY,
    "notifier": {
        "name": f"Dr {DOCTOR}",
        "role": "Paediatrician",
        "organisation": f"{SURGERY} Hospital",
        "sector": "acute_hospital",
        "email": f"{DOCTOR}@{SURGERY}.example",
    },
    "notified_at": "2026-06-07T11:00",
    "professionals": [
        {"name": f"Dr Anselm {DOCTOR}", "role": "general_practitioner", "organisation": f"{SURGERY} Surgery"},
        {"name": f"Mrs Edith {TEACHER}", "role": "teacher", "organisation": f"{SCHOOL} Primary School"},
    ],
}
RETURN: dict[str, Any] = {
    "responder_name": f"Philomena {NURSE}",
    "responder_role": f"Partner of {DOCTOR}",
    "responder_contact": f"{NURSE}@{SURGERY}.example",
    "immunisations": "yes",
    "disability": "no",
    "breastfed": "not_known",
    "c_narrative": STORY,
    "d_not_held": "yes",
    "asthma-and-anaphylaxis.asthma_diagnosed": "yes",
    "asthma-and-anaphylaxis.spacer": "yes",
}
REVIEW = {
    "review": "hospital_mortality_meeting",
    "held_on": "2026-06-11",
    "attended": f"Paediatrician, nurse {NURSE}",
    "care_before_birth": "not_applicable",
    "care_of_baby": "A",
    "care_of_mother": "not_applicable",
    "parents_views": "yes",
    "outcome": STORY,
    "reference": FILE_NAME,
}
OFFICE = PERSONAS["cdr-manager"]


@pytest.fixture(scope="module")
def whole(empty_database: Callable[[], str]) -> Iterator[Installation]:
    """The product with its tables and keys."""
    urls = {f"{name}_database_url": empty_database() for name in ("notifications", "panel", "theming")}
    keys = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": f"first:{'b2' * 32}"}
    secret = "for tests only, and long enough to sign"
    settings = Settings(events_url=empty_database(), secret_key=secret, demo=True, **urls, **keys)
    with installation(settings) as made:
        for service in made.services:
            service.metadata.create_all(made.databases[service.name].engine)
        made.log.prepare(made.topics())
        yield made


class Story:
    """What happens to the family's case, step by step; each person acts in a transaction of their own."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.vault = vault_of(place.settings)
        self.files: list[bytes] = []
        self.case = self._notified(NOTIFICATION)

    def act(self, action: Callable[..., Any], person: Person = OFFICE, **given: Any) -> Any:
        with self.place.databases["notifications"].transaction(person=person, at=NOW) as tx:
            return action(tx, **given)

    def _notified(self, sent: dict[str, Any]) -> str:
        browser = TestClient(web(self.place), base_url="http://127.0.0.1:8000")
        headers = bearer(self.place, "partner-system")
        answer = browser.post("/notifications/api/notifications", json=sent, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["case_reference"])

    def documents_come(self) -> None:
        """One before the case is accepted, the others after."""
        letter = a_letter(NAMES, "A letter of the surgery.", STORY)
        self._sent("receipt", "letter.docx", letter, "general_practitioner")
        self.act(accept_notification, reference=self.case)
        self.act(take_up_waiting_texts, case=self.case, vault=self.vault)
        self._sent("office", "report.pdf", a_report(NAMES, *_in_lines(STORY)), "coroners_officer")
        self._sent("office", "scan.png", a_photograph(NAMES), "teacher")
        self._sent("office", "other.docx", a_letter(NAMES, STORY), "teacher")

    def _sent(self, through: str, suffix: str, content: bytes, role: str) -> None:
        origin = Origin(case=self.case, through=through, role=role)
        file = SentFile(f"{FILE_NAME} {suffix}", content)
        self.act(keep_documents, files=[file], origin=origin, vault=self.vault)

    def twin_is_a_case_too(self) -> None:
        child = NOTIFICATION["child"] | {"given_names": TWIN, "nhs_number": "9990000026", "aliases": ""}
        twin = self._notified(NOTIFICATION | {"child": child, "circumstances": STORY})
        self.act(link_children, reference=self.case, other=twin, kind="same_birth", reason=f"{TWIN}, {GIVEN}")

    def agencies_answer(self) -> None:
        key = self.place.settings.secret_key.get_secret_value()
        asked = {each.role: each for each in self.act(request_reporting_forms, case=self.case, key=key)}
        links = self.act(lambda tx: {id_: link.link_id for id_, link in links_of(tx, self.case).items()})
        token = token_for(key, links[asked["general_practitioner"].request_id])
        supplementary = {"asthma-and-anaphylaxis.asthma_narrative": STORY}
        self.act(receive_reporting_form, RESPONDER, key=key, token=token, given=RETURN | supplementary)
        self.act(record_nil_return, request_id=asked["teacher"].request_id, reason=STORY)

    def more_comes(self) -> None:
        self.act(take_over_review, case=self.case, given=REVIEW, channel="page")
        self.act(
            record_milestone, case=self.case, kind="draft_analysis_received", on=date(2026, 6, 12), note=NAMES
        )
        self.act(
            add_case_text, case=self.case, role="social_worker", text=f"{STORY}\n\nShe failed to attend."
        )
        words = f"Why did Dr {DOCTOR} not see {NICKNAME} on 3 June?"
        question = {"words": words, "asked_by": MOTHER, "raised_on": "2026-06-12", "how": "telephone"}
        self.act(raise_family_question, case=self.case, given=question | {"received_by": NURSE})

    def office_decides(self) -> None:
        """A page is described, one text withheld, a document thrown away, all else confirmed."""
        documents = self.act(lambda tx: {one.number: one for one in documents_of(tx, [self.case])})
        report, other = documents[2].material_id, documents[4]
        self.act(
            describe_page, material_id=report, page=2 + len(_in_lines(STORY)) - 1, words=f"A chart of {NAMES}"
        )
        self.act(discard_document, document_id=other.document_id, reason=f"About {NAMES}")
        text = next(one for one in self._waiting() if one.startswith("Further information"))
        withheld = self._waiting()[text]
        self.act(withhold_case_material, material_id=withheld, because="office_decision", reason=STORY)
        keys = self.place.settings.redaction_keys
        for material_id in self._waiting().values():
            self.act(confirm_case_material, material_id=material_id, keys=keys)
        self.act(ask_to_reverse, material_id=report, reason=f"To see what {MOTHER} said")

    def _waiting(self) -> dict[str, str]:
        return self.act(lambda tx: {one.title: one.material_id for one in waiting_materials(tx)})

    def panel_decides(self) -> None:
        drain(self.place.all_jobs(lambda: NOW))
        panel = Panel(self.place.databases["panel"])
        meeting = panel.on_agenda(self.case)
        panel.everybody_present(meeting)
        form = AnalysisForm(
            cause_of_death="Acute asthma",
            summary="The child fell ill at home and died in hospital.",
            category=5,
            modifiability="none",
        )
        panel.act("cdr-manager", save_analysis, case_reference=self.case, form=form, version=0)
        until = date(2026, 8, 31)
        panel.act("cdr-manager", allow_downloads, panel="", reason="For the meeting", until=until)
        made = panel.act("panel-chair", download_bundle, case_reference=self.case, reason="To read it")
        self.files.append(made.content)
        self.file_name = made.name
        [question] = panel.reading("panel-chair", lambda tx: questions_of(tx, self.case))
        said = {"reply": "answered", "text": "The surgery was closed that day."}
        about = {"case_reference": self.case, "question_id": question.question_id}
        panel.act("panel-chair", reply_to_family_question, **about, **said)
        panel.act("panel-chair", complete_review, case_reference=self.case)
        drain(self.place.all_jobs(lambda: NOW))


def _in_lines(text: str) -> list[str]:
    """A text as pages of a PDF whose one line holds so much."""
    words, pages = text.replace("(", " ").replace(")", " ").split(), [""]
    for word in words:
        if len(pages[-1]) + len(word) > 180:
            pages.append("")
        pages[-1] = f"{pages[-1]} {word}".strip()
    return pages


@pytest.fixture(scope="module")
def story(whole: Installation) -> Story:
    told = Story(whole)
    for step in (told.documents_come, told.twin_is_a_case_too, told.agencies_answer, told.more_comes):
        step()
    told.office_decides()
    told.panel_decides()
    return told


def squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def found_in(text: str, canaries: list[str] = CANARIES) -> list[str]:
    """Canaries in any case and spacing, forwards and backwards."""
    held = squeezed(text)
    return [one for one in canaries if squeezed(one) in held or squeezed(one)[::-1] in held]


def rows_of(engine: Engine, names: Callable[[str], bool] = lambda name: True) -> dict[str, str]:
    """Every row of every table as text, by table."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: "\n".join(
                json.dumps([_plain(value) for value in row], default=str, ensure_ascii=False)
                for row in connection.execute(select(table))
            )
            for table in metadata.sorted_tables
            if names(table.name)
        }


def _plain(value: Any) -> Any:
    return bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else value


def test_no_table_and_no_event_outside_notifications_holds_a_canary(
    whole: Installation, story: Story
) -> None:
    engines = {name: whole.databases[name].engine for name in ("panel", "theming")}
    for where, engine in {**engines, "events": create_engine(whole.settings.events_url)}.items():
        tables = rows_of(engine)
        assert any(story.case in held for held in tables.values()), where
        for table, held in tables.items():
            assert found_in(held) == [], f"{where}: {table}"
            assert [day for day in DAYS if day in held and where != "panel"] == [], f"{where}: {table}"


def test_what_notifications_tells_and_sends_holds_none_though_its_record_holds_all(
    whole: Installation, story: Story
) -> None:
    engine = whole.databases["notifications"].engine
    told = rows_of(engine, lambda name: name in ("outbox", "dead_letter", "inbox"))
    assert story.case in told["outbox"]
    assert [found_in(held) for held in told.values()] == [[], [], []]
    messages = MetaData()
    messages.reflect(engine, only=["message"])
    table = messages.tables["message"]
    with engine.connect() as connection:
        said = connection.execute(select(table.c.subject, table.c.body, table.c.link, table.c.calendar)).all()
    assert found_in(str(said)) == []
    assert found_in("\n".join(rows_of(engine).values())) == CANARIES


def test_the_panel_has_every_text_and_every_fact_and_is_told_what_is_withheld(
    whole: Installation, story: Story
) -> None:
    outbox = rows_of(whole.databases["notifications"].engine, lambda name: name == "outbox")["outbox"]
    told = [json.loads(line) for line in outbox.splitlines()]
    data = [
        (each["type"].split(".")[2], each["data"])
        for row in told
        for each in row
        if isinstance(each, dict) and each["subject"] == story.case
    ]
    of = lambda kind: [each for name, each in data if name == kind]  # noqa: E731
    kinds = sorted(each["kind"] for each in of("case-document-confirmed"))
    assert kinds == ["document", "post_mortem_report", "review_meeting_outcome", "supplementary_form"]
    assert sorted(each["kind"] for each in of("case-material-confirmed")) == [
        "notification",
        "reporting_form",
    ]
    because = sorted(each["because"] for each in of("case-document-withheld"))
    assert because == ["no_readable_text", "office_decision"]
    assert len(of("family-question-confirmed")) == 1
    assert {each["milestone"] for each in of("case-milestone-recorded")} == {
        "child_death_review_meeting_held",
        "draft_analysis_received",
    }
    facts = {one["question"]: one["state"] for one in of("case-facts-recorded")[-1]["facts"]}
    assert facts["breastfed"] == "not_known"
    assert facts["asthma-and-anaphylaxis.spacer"] == "agreed"
    involved = of("case-involvement-recorded")[-1]
    assert involved["people"]
    assert involved["units"]
    assert "07:40" in outbox


def test_no_page_of_panel_or_theming_shows_a_canary_wherever_a_link_leads(
    whole: Installation, story: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    for persona in ("cdr-manager", "panel-chair"):
        browser = signed_in(whole, persona)
        seen: set[str] = set()
        todo = [
            f"/panel/cases/{story.case}",
            f"/panel/cases/{story.case}/bundle",
            "/panel/meetings",
            "/themes/",
        ]
        while todo and len(seen) < 60:
            path = todo.pop(0)
            seen.add(path)
            answer = browser.get(path)
            assert answer.status_code < 500, path
            assert found_in(path + str(answer.headers) + answer.text) == [], path
            links = re.findall(r'href="(/(?:panel|themes)[^"#]*)"', answer.text)
            todo += [link for link in dict.fromkeys(links) if link not in seen and link not in todo]
        assert len(seen) > 15
    written = capfd.readouterr()
    assert "request" in written.out + written.err
    assert found_in(written.out + written.err) == []


def test_searching_the_panel_for_a_canary_finds_nothing_and_repeats_nothing(
    whole: Installation, story: Story
) -> None:
    browser = signed_in(whole, "cdr-manager")
    for path in (f"/panel/cases/{story.case}/bundle/search", "/panel/cases", "/themes/"):
        answer = browser.get(path, params={"wanted": GIVEN, "q": GIVEN, "search": GIVEN})
        assert answer.status_code < 500
        assert "child fell ill" not in answer.text or story.case in answer.text


def test_the_bundle_as_a_file_names_nobody_in_text_metadata_or_name(story: Story) -> None:
    [content] = story.files
    reader = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "07:40" in text
    described = reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""
    about = [str(reader.metadata), str(described), story.file_name]
    outline = str([one.title for one in reader.outline if not isinstance(one, list)])
    assert found_in("\n".join([text, outline, *about])) == []
    assert found_in(content.decode("latin-1")) == []
