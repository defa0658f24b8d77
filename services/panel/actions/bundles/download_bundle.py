"""Somebody takes the bundle of one case away as a file, for a reason, marked with their name."""

from services.panel.actions.bundles.make_bundle_file import BundleFile, make_bundle_file
from services.panel.domain.bundles.downloads import check_reason
from services.panel.queries.bundle_reading import contents_of, readable_case
from services.panel.queries.downloads import check_downloads
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction


def download_bundle(tx: Transaction, *, case_reference: str, reason: str) -> BundleFile:
    """The file. Refuses BundleNotDownloadable unless allowed today, and Invalid without a reason."""
    case = readable_case(tx, case_reference)
    check(tx.person, Permission.DOWNLOAD_BUNDLE, relations_to(tx, case.reference))
    found = contents_of(tx, case)
    check_downloads(tx, found.panel_type)
    check_reason(reason)
    name = f"bundle-{case.reference}-version-{found.bundle.version}.pdf"
    return make_bundle_file(tx, [found], f"Case bundle {case.reference}", name, reason)
