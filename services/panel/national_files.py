"""The completed analysis form as a file: for upload, or to key from. A view of the record."""

import io
import json
from collections.abc import Callable, Mapping

from services.panel.domain.decisions.national_form import NationalForm
from shared.disclosure.spreadsheets import CsvWriter, neutral

MEDIA: Mapping[str, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def as_json(form: NationalForm) -> bytes:
    """One object: which mapping in which version, and the items by their ids. The same every time."""
    written = {**form.content, "sha256": form.hash}
    return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(form: NationalForm) -> bytes:
    """A row for each item in the order of the form: for a second screen, while it is keyed."""
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    writer.writerow(["Item", "Name", "Answer", "Look at"])
    for each in form.items:
        look = "" if each.item.sure or not each.text else "Codes not confirmed: compare with the screen"
        writer.writerow([each.item.id, each.item.label, neutral(each.text), look])
    mapping = form.mapping
    writer.writerow(
        ["mapping", f"{mapping.name}, version {mapping.version}", mapping.starts_on.isoformat(), ""]
    )
    writer.writerow(["sha256", "Hash of the content", form.hash, ""])
    return ("\ufeff" + out.getvalue()).encode()


WRITERS: Mapping[str, Callable[[NationalForm], bytes]] = {"json": as_json, "csv": as_csv}
