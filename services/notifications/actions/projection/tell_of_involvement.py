"""The panel is told who and which units were involved in a case, as fingerprints alone."""

from functools import partial

from services.notifications.domain.material.involvement import fingerprints, involved
from services.notifications.queries.forms import returns_of
from services.notifications.queries.gathering import notification_of_request, requests_of
from services.notifications.queries.projection import key_worker_names
from shared.contracts import CaseInvolvementRecorded
from shared.fingerprints import fingerprint_of_unit, fingerprints_of_person
from shared.people import Permission, check
from shared.storage import Transaction


def involvement_told(tx: Transaction, *, case: str, version: int, key: bytes) -> CaseInvolvementRecorded:
    """Who was involved as is now known, to be published as ``version``."""
    check(tx.person, Permission.GATHER_INFORMATION)
    responders = [str(each.answers.get("responder_name", "")) for _, each in returns_of(tx, case)]
    found = involved(
        notification_of_request(tx, case).answers,
        responders=[*responders, *key_worker_names(tx, case)],
        units=[(each.organisation, each.sector) for each in requests_of(tx, case)],
    )
    return CaseInvolvementRecorded(
        case_reference=case,
        version=version,
        people=fingerprints(found.people, partial(fingerprints_of_person, key=key)),
        units=fingerprints(found.units, lambda name: (fingerprint_of_unit(name, key),)),
    )
