"""Say what two notifications that look alike are: one child, or two."""

from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.identity.likeness import VERSION, compare
from services.notifications.queries import identity as queries
from services.notifications.tables.identity import possible_duplicate
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def mark_different_children(tx: Transaction, *, reference: str, other: str, reason: str) -> None:
    """Two children: the pair is not offered again. It can be merged all the same if that proves wrong."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not reason.strip():
        raise Invalid([Fault("different_reason", "Write how you know that they are two children")])
    decide_pair(tx, one=reference, other=other, decision="different", reason=reason)
    tx.audit("mark_different_children", case=reference, detail={"other": other})


def decide_pair(tx: Transaction, *, one: str, other: str, decision: str, reason: str) -> None:
    """Keep a decision about a pair, which is compared now if nobody had noticed it. "" opens it again."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if queries.pair_of(tx, one, other) is None:
        tx.session.execute(insert(possible_duplicate).on_conflict_do_nothing(), _compared(tx, one, other))
    pair = possible_duplicate.c
    both = pair.case_reference.in_([one, other]) & pair.other_reference.in_([one, other])
    by = {"decided_at": tx.at, "decided_by": tx.person.name}
    decided = {"decision": decision, "reason": reason.strip(), **by}
    tx.session.execute(possible_duplicate.update().where(both).values(decided))


def _compared(tx: Transaction, one: str, other: str) -> dict[str, object]:
    known = queries.identities_of(tx, [one, other])
    if len(known) < 2:
        raise NotFound("There is no notification with this reference.")
    likeness = compare(known[one], known[other])
    return {
        "case_reference": max(one, other),
        "other_reference": min(one, other),
        "score": likeness.score,
        "verdict": likeness.verdict,
        "agreements": [vars(each) for each in likeness.agreements],
        "rules_version": VERSION,
        "found_at": tx.at,
    }
