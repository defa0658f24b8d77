"""The office makes a quorum rule set, or a new version of one; what meetings were planned with stays."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from services.panel.domain.london_days import london_day
from services.panel.domain.quorum.quorum_rules import KeptRules, QuorumRules, row_of, rules_faults
from services.panel.queries.quorum_rules import known_rules
from shared.errors import Conflict, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


class RulesChangedMeanwhile(Conflict):
    title = "Somebody else made this version just now"


def make_quorum_rules(tx: Transaction, *, rules: QuorumRules) -> QuorumRules:
    """Keep ``rules`` as the next version of their family ("": a new one). Invalid names every fault."""
    check(tx.person, Permission.PREPARE_MEETING)
    family = rules.family or str(uuid4())
    before = [one for one in known_rules(tx).values() if one.family == family]
    if faults := rules_faults(rules, on=london_day(tx.at), used=[one.starts_on for one in before]):
        raise Invalid(faults)
    version = max((one.version for one in before), default=0) + 1
    made = replace(rules, id=f"{family}-{version}", family=family, version=version)
    by = (tx.person.id, tx.person.name, tx.at)
    tx.session.add(KeptRules(made.id, family, version, made.starts_on, row_of(made), *by))
    try:
        tx.session.flush()
    except IntegrityError:
        raise RulesChangedMeanwhile("Look at it, then make yours.") from None
    tx.audit("make_quorum_rules", subject=made.id, detail={"version": version})
    return made
