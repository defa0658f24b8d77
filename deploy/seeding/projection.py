"""Documents of the demonstration: a letter, a report and a picture of cases that a meeting is coming for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from deploy.demo.case import DemoCase, Progress
from deploy.seeding.people import ADMINISTRATOR, MANAGER
from services.notifications.actions.documents.keep_documents import keep_documents
from services.notifications.actions.documents.vault import Vault, vault_of
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.domain.documents.origin import Origin, SentFile
from services.notifications.queries.documents import documents_of
from shared.people import Person
from shared.settings import Settings
from shared.storage import Database, Transaction

CASES = 3
_LETTER = (
    "Clinic letter",
    "{child} was reviewed in the children’s clinic with {parent}. Growth had followed the 25th centile since "
    "the last visit. {parent} asked whom to telephone out of hours, and was given the number of the ward.",
    "Plan: {child} is seen again in six weeks. A copy of this letter goes to the family and school nurse.",
)
_REPORT = (
    "Summary of the examination after death. The examination of {child} was done at the request of the "
    "coroner. The body was that of a child whose growth was within the normal range. There was no injury.",
    "The lungs were heavy and congested. No malformation was found. Samples were taken for microbiology, "
    "toxicology and metabolic tests; none showed a cause of death. Conclusion: see the coroner’s decision.",
)


@dataclass(frozen=True)
class OfficeDesk:
    """The office's database, the settings with its keys, and the references of the demonstration's cases."""

    database: Database
    settings: Settings
    references: Mapping[int, str]


def add_documents(desk: OfficeDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """Once, for the first cases that wait for a meeting; without a key for documents there are none."""
    if desk.settings.sealing_keys is None:
        return
    vault = vault_of(desk.settings)
    waiting = sorted((one for one in cases if one.progress is Progress.READY), key=lambda one: one.died_at)
    for case in waiting[:CASES]:
        reference = desk.references[case.number]
        with desk.database.transaction(person=ADMINISTRATOR, at=now - timedelta(days=9)) as tx:
            if not documents_of(tx, [reference]):
                _send(tx, case, reference, vault)
                _confirm(_by(desk, tx, MANAGER, now - timedelta(days=8)), reference, desk.settings)


def _send(tx: Transaction, case: DemoCase, reference: str, vault: Vault) -> None:
    for role, content in (
        ("hospital_consultant", _letter(case)),
        ("coroners_officer", _report(case)),
        ("health_visitor", _picture()),
    ):
        origin = Origin(case=reference, through="office", role=role)
        keep_documents(tx, files=[SentFile("document", content)], origin=origin, vault=vault)


def _confirm(tx: Transaction, reference: str, settings: Settings) -> None:
    """What could be read; the picture is withheld already, because nothing could."""
    for document in documents_of(tx, [reference]):
        if document.has_text:
            confirm_case_material(tx, material_id=document.material_id, keys=settings.redaction_keys)


def _by(desk: OfficeDesk, tx: Transaction, person: Person, at: datetime) -> Transaction:
    return desk.database.joined(tx.session, person=person, at=at)


def _names(case: DemoCase) -> dict[str, str]:
    child, parents = case.payload["child"], case.payload.get("parents") or [{}]
    return {"child": child["given_names"], "parent": parents[0].get("name") or "the mother"}


def _letter(case: DemoCase) -> bytes:
    import docx

    made, out = docx.Document(), BytesIO()
    for text in _LETTER:
        made.add_paragraph(text.format(**_names(case)))
    made.save(out)
    return out.getvalue()


def _report(case: DemoCase) -> bytes:
    """Three pages, of which the last is a diagram without a text."""
    import typst

    pages = [text.format(**_names(case)) for text in _REPORT]
    drawn = "#circle(radius: 4cm)"
    source = "\n#pagebreak()\n".join([*pages, drawn])
    return bytes(typst.compile(source.encode()))


def _picture() -> bytes:
    from PIL import Image, ImageDraw

    picture, out = Image.new("RGB", (480, 320), "white"), BytesIO()
    chart = ImageDraw.Draw(picture)
    for step in range(6):
        chart.line([(40, 280 - 40 * step), (440, 240 - 36 * step)], fill="grey", width=2)
    picture.save(out, "PNG")
    return out.getvalue()
