"""Documents of the demonstration: a letter, a report and a picture of cases that a meeting is coming for."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

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
Document = dict[str, Any]
_ANY = 10_000  # days: older than any child
_DOCUMENTS: dict[str, list[Document]] = tomllib.loads(
    Path(__file__).with_name("documents.toml").read_text(encoding="utf-8")
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
    for kind, document in documents_for(case).items():
        origin = Origin(case=reference, through="office", role=document["role"])
        content = _MADE[kind](paragraphs(document, case))
        keep_documents(tx, files=[SentFile("document", content)], origin=origin, vault=vault)


def documents_for(case: DemoCase) -> dict[str, Document]:
    """By kind the first document of the table that fits the child's age and what is said of the coroner."""
    fitting = (
        (kind, next((row for row in rows if _fits(row, case)), None)) for kind, rows in _DOCUMENTS.items()
    )
    return {kind: document for kind, document in fitting if document}


def paragraphs(document: Document, case: DemoCase) -> list[str]:
    return [text.format(**_names(case)) for text in document.get("text", ())]


def _fits(document: Document, case: DemoCase) -> bool:
    born = date.fromisoformat(case.payload["child"]["date_of_birth"])
    age = (case.died_at.date() - born).days
    said = case.payload["death"]["coroner_informed"]
    of_age = document.get("from_days", 0) <= age < document.get("up_to_days", _ANY)
    return bool(of_age and document.get("coroner", said) == said)


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


def _letter(texts: Sequence[str]) -> bytes:
    import docx

    made, out = docx.Document(), BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def _report(texts: Sequence[str]) -> bytes:
    """A page for each, and one more: a diagram without a text."""
    import typst

    drawn = "#circle(radius: 4cm)"
    source = "\n#pagebreak()\n".join([*texts, drawn])
    return bytes(typst.compile(source.encode()))


def _picture(_: Sequence[str]) -> bytes:
    from PIL import Image, ImageDraw

    picture, out = Image.new("RGB", (480, 320), "white"), BytesIO()
    chart = ImageDraw.Draw(picture)
    for step in range(6):
        chart.line([(40, 280 - 40 * step), (440, 240 - 36 * step)], fill="grey", width=2)
    picture.save(out, "PNG")
    return out.getvalue()


_MADE: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "letter": _letter,
    "report": _report,
    "picture": _picture,
}
