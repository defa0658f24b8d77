"""A background step: what the panel is told of a case by itself, told when it has changed and not again."""

import hashlib

from services.notifications.actions.projection.tell_of_facts import facts_told
from services.notifications.actions.projection.tell_of_involvement import involvement_told
from services.notifications.actions.projection.tell_of_milestones import tell_of_milestones
from services.notifications.domain.notification import Status
from services.notifications.queries.gathering import notification_of_request
from services.notifications.queries.projection import Row, next_to_tell
from services.notifications.tables.projection import case_projection
from shared.contracts import CaseFactsRecorded, CaseInvolvementRecorded
from shared.service import Step
from shared.storage import Transaction


def telling_panel(key: bytes) -> Step:
    """The step, with the key that makes fingerprints."""

    def tell_panel(tx: Transaction) -> bool:
        """One case; whether there was one."""
        told = next_to_tell(tx)
        if told is None:
            return False
        case, now = told["case_reference"], {}
        if notification_of_request(tx, case).status is Status.ACCEPTED:
            tell_of_milestones(tx, case=case)
            facts = facts_told(tx, case=case, version=told["facts_version"] + 1)
            involvement = involvement_told(tx, case=case, version=told["involvement_version"] + 1, key=key)
            now = _tell(tx, told, "facts", facts) | _tell(tx, told, "involvement", involvement)
        mine = case_projection.c.case_reference == case
        tx.session.execute(case_projection.update().where(mine).values(due=False, told_at=tx.at, **now))
        return True

    return tell_panel


def _tell(
    tx: Transaction, told: Row, what: str, event: CaseFactsRecorded | CaseInvolvementRecorded
) -> dict[str, object]:
    """Publish what differs from what was told last; an empty record is not news."""
    content = event.model_dump_json(exclude={"version"})
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    nothing_yet = not told[f"{what}_told"] and not _says_something(event)
    if fingerprint == told[f"{what}_told"] or nothing_yet:
        return {}
    tx.publish(event)
    tx.audit(f"tell_of_{what}", case=event.case_reference, detail={"version": event.version})
    return {f"{what}_version": event.version, f"{what}_told": fingerprint}


def _says_something(event: CaseFactsRecorded | CaseInvolvementRecorded) -> bool:
    return bool(event.facts if isinstance(event, CaseFactsRecorded) else event.people or event.units)
