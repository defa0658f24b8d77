"""Somebody takes away the bundles of a whole agenda as one file, without the cases closed to them."""

from services.panel.actions.bundles.make_bundle_file import BundleFile, make_bundle_file
from services.panel.domain.bundles.downloads import check_reason
from services.panel.domain.refusals import BundleNotDownloadable
from services.panel.queries.bundle_reading import contents_of
from services.panel.queries.downloads import check_downloads
from services.panel.queries.meeting_bundles import downloadable_cases
from services.panel.queries.meetings import visible_meeting
from shared.storage import Transaction


def download_meeting_bundle(tx: Transaction, *, meeting_id: str, reason: str) -> BundleFile:
    """The file, the cases in the order of the agenda; refuses as ``download_bundle`` does."""
    meeting = visible_meeting(tx, meeting_id)
    check_downloads(tx, meeting.kind)
    check_reason(reason)
    found = [contents_of(tx, case) for case in downloadable_cases(tx, meeting)]
    if not found:
        raise BundleNotDownloadable("No case of this meeting is open to you.")
    title, name = "Bundles of the panel meeting", "bundles-of-the-meeting.pdf"
    return make_bundle_file(tx, found, title, name, reason, meeting_id=meeting.id)
