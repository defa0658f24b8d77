"""Quorum rule sets: those shipped and those made here, for the office."""

from datetime import date

from sqlalchemy import select

from services.panel.domain.quorum.quorum import QUORUM_RULES
from services.panel.domain.quorum.quorum_rules import KeptRules, QuorumRules, newest_on
from services.panel.tables.meetings import panel_meeting
from services.panel.tables.quorum import quorum_rule_set
from shared.people import Permission, check
from shared.storage import Transaction


def known_rules(tx: Transaction) -> dict[str, QuorumRules]:
    """Every version of every rule set, by id."""
    check(tx.person, Permission.PREPARE_MEETING)
    order = (quorum_rule_set.c.family, quorum_rule_set.c.version)
    kept = tx.session.scalars(select(KeptRules).order_by(*order))
    return QUORUM_RULES | {one.id: one.rules for one in kept}


def rules_on_offer(tx: Transaction, on: date) -> list[QuorumRules]:
    """Of each rule set the version in force on that day, by name."""
    return newest_on(known_rules(tx).values(), on)


def version_in_force(tx: Transaction, rules_id: str, on: date) -> str:
    """The id of the version in force of the rule set that ``rules_id`` is a version of; itself if none is."""
    known = known_rules(tx)
    family = known[rules_id].family if rules_id in known else ""
    begun = [one for one in newest_on(known.values(), on) if one.family == family]
    return begun[0].id if begun else rules_id


def rules_in_use(tx: Transaction) -> set[str]:
    """Ids of the versions that meetings were planned with."""
    check(tx.person, Permission.PREPARE_MEETING)
    return set(tx.session.scalars(select(panel_meeting.c.quorum_rules).distinct()))
