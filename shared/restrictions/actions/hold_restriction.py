"""A case is closed to everybody but the people named; whatever held before is ended by it."""

from collections.abc import Mapping

from sqlalchemy import insert, update

from shared.restrictions.tables import case_restriction
from shared.storage import Transaction
from shared.storage.case_scope import ask_again

REPLACED = "The people or the reason were changed."


def hold_restriction(
    tx: Transaction, *, case: str, kind: str, reason: str, people: Mapping[str, str]
) -> None:
    """``people``: names by account. For actions, which have asked whether the person may."""
    end_restriction(tx, case=case, because=REPLACED)
    listed = [{"id": account, "name": name} for account, name in sorted(people.items())]
    by = {"restricted_by": tx.person.id, "restricted_by_name": tx.person.name, "restricted_at": tx.at}
    kept = insert(case_restriction).values(case_reference=case, kind=kind, reason=reason, people=listed, **by)
    tx.session.execute(kept)
    ask_again(tx)
    tx.audit("restrict_case", case=case, detail={"kind": kind, "people": sorted(people)})


def end_restriction(tx: Transaction, *, case: str, because: str) -> None:
    """Nothing happens where none holds."""
    by = {"lifted_by": tx.person.id, "lifted_by_name": tx.person.name, "lifted_at": tx.at}
    held = (case_restriction.c.case_reference == case, case_restriction.c.lifted_at.is_(None))
    tx.session.execute(update(case_restriction).where(*held).values(**by, lifted_because=because))
    ask_again(tx)
