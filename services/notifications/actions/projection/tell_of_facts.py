"""The panel is told the coded facts of a case, of every source, when they have changed."""

from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.told_facts import Source, facts_to_tell, notification_source
from services.notifications.domain.material.deidentify import deidentified
from services.notifications.queries.forms import returns_of
from services.notifications.queries.gathering import notification_of_request
from services.notifications.queries.projection import sources_followed, texts_made_from
from shared.contracts import CaseFactsRecorded
from shared.people import Permission, check
from shared.storage import Transaction


def facts_told(tx: Transaction, *, case: str, version: int) -> CaseFactsRecorded:
    """The facts of the record as they now stand, to be published as ``version``."""
    check(tx.person, Permission.GATHER_INFORMATION)
    answers = notification_of_request(tx, case).answers
    texts = texts_made_from(tx, case)
    notifier = notification_source(deidentified(answers).notifier_role, texts.get("notification", ""))
    facts = facts_to_tell(notifier, answers, _returns(tx, case, texts), sources_followed(tx, case))
    return CaseFactsRecorded(case_reference=case, version=version, facts=facts)


def _returns(tx: Transaction, case: str, texts: dict[str, str]) -> list[tuple[Source, Return]]:
    return [
        (Source(row["request_id"], row["role"], texts.get(f"return {row['request_id']}", "")), returned)
        for row, returned in returns_of(tx, case)
    ]
