"""Check 15: a bundle names nobody, gives ages for dates, and closes to a colleague of the treating team."""

import io
from datetime import timedelta
from typing import Any

from pypdf import PdfReader
from sqlalchemy import text

from services.notifications.redacting import redact_record
from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.actions.quorum.declare_interest import declare_interest
from tests.integration.panel.conftest import CASE, NOW, Panel, material

BUNDLE = f"/cases/{CASE}/bundle"
KNOWN: dict[str, Any] = {
    "child": {
        "given_names": "Quillon",
        "family_name": "Brackenthwaite",
        "also_known_as": ["Quill"],
        "date_of_birth": "2025-12-03",
        "nhs_number": "9434765919",
    },
    "people": [
        {"name": "Zephyrine Brackenthwaite", "role": "twin"},
        {"name": "Ottoline Brackenthwaite", "role": "mother"},
        {"name": "Dr Peregrine Ashgrove", "role": "general practitioner"},
    ],
    "places": ["Larkspur Cottage"],
    "organisations": ["Tumbledown Nursery"],
    "reference_date": "2026-03-14",
}
NARRATIVE = (
    "Quillon Brackenthwaite, born on 3 December 2025 (NHS number 943 476 5919), lived at Larkspur Cottage "
    "with his twin Zephyrine and his mother Ottoline.\n\n"
    "Quill's GP, Dr Ashgrove, saw him on 12/03/2026. On 14 March 2026 at 07:40 Ms Brackenthwaite found him "
    "unresponsive in the cot. Tumbledown Nursery had not seen him that week.\n\n"
    "Source: Brackenthwaite_Quillon_2025-12-03.docx"
)
NAMES = (
    "quill",
    "brackenthwaite",
    "zephyrine",
    "ottoline",
    "ashgrove",
    "peregrine",
    "larkspur",
    "tumbledown",
)
DATES = ("3 december 2025", "2025-12-03", "12/03/2026", "14 march 2026", "2026-03-14")
CANARIES = (*NAMES, *DATES, "943 476 5919", "9434765919")


def found_in(said: str) -> list[str]:
    return [canary for canary in CANARIES if canary in said.lower()]


def test_check_15_the_bundle_names_nobody_and_closes_to_who_took_part_in_the_care(
    panel: Panel, sign_in
) -> None:
    assert len(found_in(NARRATIVE)) >= 12
    redacted = redact_record({"id": "1", "text": NARRATIVE, "known": KNOWN})
    assert redacted["withheld"] is False
    panel.notified()
    panel.tell(
        material(
            material_id="m2", title="Return of the hospital", kind="reporting_form", text=redacted["text"]
        )
    )
    panel.on_agenda()
    until = NOW.date() + timedelta(days=1)
    panel.act("cdr-manager", allow_downloads, panel="", reason="The room has no screen", until=until)

    member = sign_in("panel-member")
    read = member.get(f"{BUNDLE}/documents/2").text
    assert found_in(read) == []
    assert "07:40" in read
    assert "cot" in read
    file = member.post(f"{BUNDLE}/download", form_on=f"{BUNDLE}/download", data={"reason": "No screen"})
    paper = PdfReader(io.BytesIO(file.content))
    said = "\n".join(page.extract_text() for page in paper.pages)
    assert "07:40" in said
    assert found_in(said) == []
    assert (
        found_in(str(paper.metadata) + str(paper.xmp_metadata and paper.xmp_metadata.rdf_root.toxml())) == []
    )
    assert found_in(str(dict(file.headers))) == []
    assert found_in(file.content.decode("latin-1")) == []
    with panel.database.engine.connect() as connection:
        for table in ("bundle_part", "audit_entry", "bundle_download", "bundle_reading"):
            assert found_in(str(connection.execute(text(f"SELECT * FROM {table}")).all())) == []

    panel.act("panel-member", declare_interest, case_reference=CASE, reason="My trust treated the child")
    for path in ("", "/documents/2", "/pages/2.1", "/changes", "/download"):
        shut = member.get(BUNDLE + path)
        assert shut.status_code == 403
        assert "07:40" not in shut.text
    assert "You declared an interest in this case" in member.get(BUNDLE).text
