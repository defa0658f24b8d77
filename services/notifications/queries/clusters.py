"""Facts that deaths can share, and what was decided about those that do: for the manager alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.identity.clusters import EDUCATION, DeathInPlace
from services.notifications.domain.notification import Status
from services.notifications.tables.identity import cluster_decision
from services.notifications.tables.notification import child_identity, notification
from shared.people import Permission, check
from shared.storage import Transaction


def deaths_in_place(tx: Transaction) -> list[DeathInPlace]:
    """Every accepted case whose date of death is known."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    wanted = (
        select(
            notification.c.case_reference,
            child_identity.c.died_on,
            child_identity.c.postcode,
            notification.c.answers,
        )
        .join(child_identity, child_identity.c.case_reference == notification.c.case_reference)
        .where(child_identity.c.died_on.is_not(None), notification.c.status == Status.ACCEPTED)
    )
    return [_in_place(*row) for row in tx.session.execute(wanted)]


def cluster_decisions(tx: Transaction) -> Sequence[Any]:
    """Every decision, the latest first."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    return tx.session.execute(
        select(cluster_decision).order_by(
            cluster_decision.c.decided_at.desc(), cluster_decision.c.number.desc()
        )
    ).all()


def _in_place(reference: str, died_on: date, postcode: str, answers: Answers) -> DeathInPlace:
    places = [
        row["organisation"]
        for row in answers.groups.get("professionals", ())
        if row.get("sector") == EDUCATION and row.get("organisation")
    ]
    product = str(answers.counted.get("death.product", "")) if answers.get("death.product") else ""
    return DeathInPlace(reference, died_on, postcode, product, tuple(dict.fromkeys(places)))
