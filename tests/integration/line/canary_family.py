"""A family of rare names, and everything that people hand in, decide and send about it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.testclient import TestClient

from deploy.host import Installation
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
from services.notifications.actions.gathering.write_to_source import respond_address
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
from services.panel.actions.learning.make_owner_link import make_owner_link
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.send_invitations import send_invitations
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm
from services.panel.domain.meetings.invitations import inviting_from
from services.panel.queries.family_questions import questions_of
from shared.messages.send_messages import claim_message, hand_over, settle_message
from shared.messaging.work import drain
from shared.people import SYSTEM, Person
from shared.sending import Letter
from shared.storage import Database, Transaction
from tests.integration.line.canary_documents import a_letter, a_photograph, a_report
from tests.integration.line.test_nothing_identifying_leaves import bearer
from tests.integration.panel.conftest import NOW, Panel

GIVEN, HALF, OTHER_HALF = "Zephyrinella", "Quillfeather", "Oakenshawde"
FAMILY = f"{HALF}-{OTHER_HALF}"
MOTHER, FATHER, TWIN, NICKNAME = "Marigoldina", "Bartholomewson", "Isoldebright", "Zeffibell"
DOCTOR, TEACHER, NURSE = "Thistlewoodby", "Grumbleworthy", "Tamsinwickes"
STREET, SCHOOL, SURGERY = "Larkspurling", "Bramblewicke", "Wyvernmoore"
NUMBER, POSTCODE, TELEPHONE = "9990000018", "LE19ZZ", "07700900987"
MISSPELT = ["Zephyrinela", "Quillfether", "Thistelwoodby", "Isoldebrite"]
CANARIES = [
    *(GIVEN, HALF, OTHER_HALF, MOTHER, FATHER, TWIN, NICKNAME, DOCTOR, TEACHER, NURSE),
    *(STREET, SCHOOL, SURGERY, NUMBER, POSTCODE, TELEPHONE),
    *MISSPELT,
]
DAYS = ["2020-02-03", "03/02/2020", "3 February 2020", "2026-06-06", "6 June 2026", "06/06/2026"]
NAMES = f"{GIVEN} {FAMILY}"
FILE_NAME = f"{GIVEN}_{HALF}_{NUMBER}"
STORY = (
    f"{NAMES} (NHS 999 000 0018), called {NICKNAME}, born 03/02/2020, of 4 {STREET} Road, LE1 9ZZ, fell ill "
    f"on 6 June 2026 at 07:40. {MOTHER} {FAMILY} rang 07700 900 987; {FATHER} drove. Her twin {TWIN} was at "
    f"{SCHOOL} Primary School with Mrs {TEACHER}. Dr {DOCTOR} of {SURGERY} Surgery came. {GIVEN.upper()}'s "
    f"breathing was fast. {HALF}s and {OTHER_HALF}s live near. {FAMILY.upper()}, {GIVEN}. She died there. "
    f"A note says {MISSPELT[0]} {MISSPELT[1]}, Dr {MISSPELT[2]} and the twin {MISSPELT[3]}."
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
        {
            "name": f"Dr Anselm {DOCTOR}",
            "role": "general_practitioner",
            "organisation": f"{SURGERY} Surgery",
            "email": f"{DOCTOR}@{SURGERY}.example",
        },
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
POLICE = {
    "person_id": "member-police",
    "name": PERSONAS["member-police"].name,
    "role": "police",
    "organisation": "Police",
    "sector": "emergency_services",
    "valid_from": date(2020, 1, 1),
    "email": "member@police.example",
}
ACTION = AgreedAction(
    "Share plans for asthma with schools", "School nursing service", "local", date(2026, 12, 1), kind="system"
)


class Story:
    """What happens to the family's case, step by step; each person acts in a transaction of their own."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.vault = vault_of(place.settings)
        self.files: list[bytes] = []
        self.letters: list[Letter] = []
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
        self._sent("office", "report.pdf", a_report(NAMES, *in_lines(STORY)), "coroners_officer")
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
        address = respond_address(self.place.settings.public_url)
        made = self.act(request_reporting_forms, case=self.case, key=key, address=address)
        asked = {each.role: each for each in made}
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
            describe_page, material_id=report, page=2 + len(in_lines(STORY)) - 1, words=f"A chart of {NAMES}"
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
        panel.act("cdr-manager", seat_panel_member, **POLICE)
        self.meeting = meeting = panel.on_agenda(self.case)
        settings = self.place.settings
        key = settings.secret_key.get_secret_value()
        inviting = inviting_from(key, settings.public_url, settings.panel_name, "office@panel.example")
        assert panel.act("cdr-manager", send_invitations, meeting_id=meeting, inviting=inviting) == 1
        panel.everybody_present(meeting)
        form = AnalysisForm(
            cause_of_death="Acute asthma",
            summary="The child fell ill at home and died in hospital.",
            category=5,
            modifiability="none",
            learning=("A plan for asthma should be known at school.",),
            actions=(ACTION,),
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
        _, self.owner_address = panel.act(
            "cdr-manager",
            make_owner_link,
            case_reference=self.case,
            review_version=1,
            number=0,
            key=key,
            address_of=lambda token: f"{settings.public_url}/panel/owner/{token}",
            email="owner@council.example",
        )
        drain(self.place.all_jobs(lambda: NOW))

    def everything_is_sent(self) -> None:
        """What waits to be sent is handed to a carrier that keeps it."""
        office = self.place.settings.panel_name
        for name in ("notifications", "panel"):
            database = self.place.databases[name]
            while claimed := database_step(database, lambda tx: claim_message(tx, office=office)):
                outcome = hand_over(self, claimed)
                database_step(
                    database,
                    lambda tx, done=(claimed, outcome): settle_message(tx, *done, office=office),  # type: ignore[misc]
                )

    def send(self, letter: Letter) -> str:
        self.letters.append(letter)
        return f"letter {len(self.letters)}"


def database_step(database: Database, step: Callable[[Transaction], Any]) -> Any:
    with database.transaction(person=SYSTEM, at=NOW) as tx:
        return step(tx)


def in_lines(text: str) -> list[str]:
    """A text as pages of a PDF whose one line holds so much."""
    words, pages = text.replace("(", " ").replace(")", " ").split(), [""]
    for word in words:
        if len(pages[-1]) + len(word) > 180:
            pages.append("")
        pages[-1] = f"{pages[-1]} {word}".strip()
    return pages


def squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def found_in(text: str, canaries: list[str] = CANARIES) -> list[str]:
    """Canaries in any case and spacing, forwards and backwards."""
    held = squeezed(text)
    return [one for one in canaries if squeezed(one) in held or squeezed(one)[::-1] in held]
