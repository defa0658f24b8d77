"""Bundles as files: off unless allowed, never without a reason, marked, registered, closed to the recused."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.actions.bundles.download_bundle import download_bundle
from services.panel.actions.bundles.download_meeting_bundle import download_meeting_bundle
from services.panel.actions.bundles.end_downloads import end_downloads
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.refusals import BundleNotDownloadable
from services.panel.queries.downloads import allowances, register_of_downloads
from shared.errors import Invalid, NotPermitted, Refusal
from tests.integration.panel.conftest import CASE, NOW, Panel, material

BUNDLE = f"/cases/{CASE}/bundle"
WHY = "I read with a screen reader that needs the file."


def allowed(panel: Panel, /, **given: object) -> None:
    facts = {"panel": "", "reason": "The room has no screen", "until": NOW.date() + timedelta(days=7)}
    panel.act("cdr-manager", allow_downloads, **{**facts, **given})


@pytest.fixture
def meeting(panel: Panel) -> str:
    panel.notified()
    return panel.on_agenda()


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_no_bundle_can_be_downloaded_until_the_manager_allows_it(panel: Panel, meeting: str, sign_in) -> None:
    for who in ("panel-member", "panel-chair", "cdr-manager"):
        with pytest.raises(BundleNotDownloadable):
            panel.act(who, download_bundle, case_reference=CASE, reason=WHY)
        with pytest.raises(BundleNotDownloadable):
            panel.act(who, download_meeting_bundle, meeting_id=meeting, reason=WHY)
    member = sign_in("panel-member")
    assert "Download this bundle" not in member.get(BUNDLE).text
    assert member.get(f"{BUNDLE}/download").status_code == 409
    for who in ("panel-member", "panel-chair", "cdop-administrator"):
        with pytest.raises(NotPermitted):
            panel.act(who, allow_downloads, panel="", reason="x", until=NOW.date())


def test_a_download_needs_a_reason_and_is_marked_registered_and_never_kept_by_the_browser(
    panel: Panel, meeting: str, sign_in
) -> None:
    allowed(panel)
    member = sign_in("panel-member")
    assert "Download this bundle" in member.get(BUNDLE).text
    asking = f"{BUNDLE}/download"
    for reason in ("", "The mother is at LE1 6ZG"):
        refused = member.post(asking, form_on=asking, data={"reason": reason})
        assert refused.status_code == 422
        assert reason in refused.text
    answer = member.post(asking, form_on=asking, data={"reason": WHY})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="bundle-{CASE}-version-1.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = read(answer.content)
    assert PERSONAS["panel-member"].name in said
    assert "The mother called for help." in said
    (entry,) = panel.reading("cdr-manager", register_of_downloads)
    assert (entry.cases, entry.reason) == ([CASE], WHY)
    assert entry.file_hash == sha256(answer.content).hexdigest()
    with panel.database.engine.connect() as connection:
        audited = "SELECT detail FROM audit_entry WHERE action = 'download_bundle' AND reading"
        assert connection.execute(text(audited)).scalar_one()["file"] == entry.file_hash
        assert WHY not in str(connection.execute(text("SELECT * FROM audit_entry")).all())


def test_the_same_bundle_at_the_same_instant_is_the_same_file(panel: Panel, meeting: str) -> None:
    allowed(panel)
    files = [panel.act("panel-chair", download_bundle, case_reference=CASE, reason=WHY) for _ in range(2)]
    assert files[0] == files[1]
    assert files[0] != panel.act("panel-member", download_bundle, case_reference=CASE, reason=WHY)


def test_an_allowance_ends_by_itself_or_at_once_and_holds_for_its_panel_alone(
    panel: Panel, meeting: str
) -> None:
    allowed(panel, panel="neonatal")
    with pytest.raises(BundleNotDownloadable):
        panel.act("panel-chair", download_bundle, case_reference=CASE, reason=WHY)
    allowed(panel, panel="all_deaths")
    panel.act("panel-chair", download_bundle, case_reference=CASE, reason=WHY)
    panel.at += timedelta(days=8)
    with pytest.raises(BundleNotDownloadable):
        panel.act("panel-chair", download_bundle, case_reference=CASE, reason=WHY)
    panel.at = NOW
    for one in panel.reading("cdr-manager", lambda tx: [each.id for each in allowances(tx)]):
        panel.act("cdr-manager", end_downloads, allowance_id=one)
    with pytest.raises(BundleNotDownloadable):
        panel.act("panel-chair", download_bundle, case_reference=CASE, reason=WHY)


def test_a_recused_member_takes_away_nothing_of_the_case(panel: Panel, meeting: str, sign_in) -> None:
    allowed(panel)
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I took part in the care")
    with pytest.raises(Refusal):
        panel.act("panel-member", download_bundle, case_reference=CASE, reason=WHY)
    with pytest.raises(BundleNotDownloadable, match="No case of this meeting"):
        panel.act("panel-member", download_meeting_bundle, meeting_id=meeting, reason=WHY)
    agenda = sign_in("panel-member").get(f"/meetings/{meeting}/bundle").text
    assert "1 case of the agenda is not open to you" in agenda
    assert CASE not in agenda


def test_the_bundles_of_a_meeting_come_as_one_file_and_its_name_says_nothing(
    panel: Panel, meeting: str, sign_in
) -> None:
    allowed(panel)
    panel.tell(material(material_id="m2", title="Statement", kind="reporting_form", text="Late paper"))
    member, asking = sign_in("panel-member"), f"/meetings/{meeting}/bundle"
    assert member.post(asking, form_on=asking, data={"reason": " "}).status_code == 422
    answer = member.post(asking, form_on=asking, data={"reason": WHY})
    assert answer.headers["content-disposition"] == 'attachment; filename="bundles-of-the-meeting.pdf"'
    assert "Late paper" in read(answer.content)


def test_the_manager_allows_and_ends_downloads_and_sees_who_took_what(
    panel: Panel, meeting: str, sign_in
) -> None:
    manager, at = sign_in("cdr-manager"), "/bundle-downloads"
    typed = {"panel": "x", "reason": "", "until-day": "31", "until-month": "2", "until-year": "2026"}
    wrong = manager.post(at, form_on=at, data=typed)
    assert wrong.status_code == 422
    for fault in ("Choose the kind of panel", "Say why bundles", "Enter a real date"):
        assert fault in wrong.text
    right = {"panel": "", "reason": "No screen", "until-day": "22", "until-month": "6", "until-year": "2026"}
    assert "Downloads are allowed." in manager.post(at, form_on=at, data=right).text
    panel.act("panel-member", download_bundle, case_reference=CASE, reason=WHY)
    page = manager.get(at).text
    assert WHY in page
    assert PERSONAS["panel-member"].name in page
    (one,) = panel.reading("cdr-manager", lambda tx: [each.id for each in allowances(tx)])
    assert "No download is allowed." in manager.post(f"{at}/{one}/end", form_on=at).text
    assert sign_in("panel-member").get(at).status_code == 403
    with pytest.raises(Invalid):
        panel.act("cdr-manager", allow_downloads, panel="", reason="", until=None)
