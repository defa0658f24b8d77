"""Ways in which a case reaches the national database: an interface, and files that a person keys or uploads.

The database has no interface that could be called without an agreement. An adapter for one is a class with
these three members and a row of ADAPTERS.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifications.domain.national_return.view import NationalView
from shared.disclosure.spreadsheets import CsvWriter, neutral


@dataclass(frozen=True)
class Document:
    """What an adapter made: its bytes, what they are and a name that says the case reference and no more."""

    content: bytes
    media_type: str
    file_name: str


class NationalAdapter(Protocol):
    """``id`` is kept with every file; ``label`` is shown."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...

    def made(self, view: NationalView, *, at: datetime) -> Document:
        """The case as this way needs it. The view has no faults: whoever calls has seen to that."""


@dataclass(frozen=True)
class JsonFile:
    """One object: which mapping in which version, and the items by their ids."""

    id: str = "json_file"
    label: str = "File for upload (JSON)"

    def made(self, view: NationalView, *, at: datetime) -> Document:
        written = {
            "form": view.mapping.name,
            "version": view.mapping.version,
            "made_at": at.isoformat(),
            "local_reference": view.reference,
            "items": {each.item.id: each.value for each in view.items if each.value},
            "not_confirmed": [each.item.id for each in view.not_confirmed],
        }
        text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
        return Document(text.encode(), "application/json", _name(view, "json"))


@dataclass(frozen=True)
class CsvFile:
    """A row for each item in the order of the form: for a second screen, or print, while it is keyed."""

    id: str = "csv_file"
    label: str = "List to key from (CSV)"

    def made(self, view: NationalView, *, at: datetime) -> Document:
        out = io.StringIO()
        writer = CsvWriter(out, lineterminator="\r\n")
        writer.writerow(["Item", "Answer", "Look at"])
        for each in view.items:
            look = "" if each.item.sure or not each.value else "Codes not confirmed: compare with the screen"
            writer.writerow([each.item.label, neutral(each.value), look])
        writer.writerow(["Made at", at.isoformat(), f"{view.mapping.name}, version {view.mapping.version}"])
        return Document(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", _name(view, "csv"))


def _name(view: NationalView, kind: str) -> str:
    return f"national-return-{view.reference}.{kind}"


ADAPTERS: Mapping[str, NationalAdapter] = {each.id: each for each in (JsonFile(), CsvFile())}
