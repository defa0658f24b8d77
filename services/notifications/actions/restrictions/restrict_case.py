"""The office restricts a case: from now on, in every service, only the people named see it."""

from collections.abc import Collection, Mapping

from services.notifications.queries.identity import what_stays
from services.notifications.queries.notifications import notification_of
from shared.contracts import CaseRestricted
from shared.errors import Invalid
from shared.people import Permission, check
from shared.restrictions.actions.hold_restriction import hold_restriction
from shared.restrictions.queries import restriction_of
from shared.restrictions.rules import restriction_faults
from shared.storage import Transaction
from shared.storage.case_scope import standing_of


def restrict_case(
    tx: Transaction,
    *,
    case: str,
    kind: str,
    reason: str,
    people: Mapping[str, str],
    nobodys: Collection[str] = (),
) -> str:
    """``people``: names by account; who restricts is always among them. What held before is replaced.

    ``nobodys``: accounts that were named too and are no person's, for which it is refused.

    A notification that was merged is restricted with the case it was merged into, which is the answer.
    Raises NotFound, Invalid naming every fault; NotPermitted where the case is restricted already and who
    acts is not named but has broken the glass.
    """
    check(tx.person, Permission.RESTRICT_CASE)
    notification_of(tx, case)
    case = what_stays(tx, [case])[case]
    tx.lock_case(case)
    if restriction_of(tx, case):
        check(tx.person, Permission.CHANGE_RESTRICTION, standing_of(tx).relations[case])
    named = {**people, tx.person.id: tx.person.name}
    if faults := restriction_faults(kind, reason, [*named], nobodys):
        raise Invalid(faults)
    hold_restriction(tx, case=case, kind=kind, reason=reason, people=named)
    tx.publish(CaseRestricted(case_reference=case, kind=kind, people=tuple(sorted(named))))
    return case
