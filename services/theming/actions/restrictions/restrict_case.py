"""A person of the office restricts a case: from now on only the people named see it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, update

from services.theming.domain.restrictions.case_restriction import restriction_faults
from services.theming.queries.restrictions import held_for_change, restriction_of
from services.theming.queries.standing import case_is_known
from services.theming.tables import case_restriction, discovered_theme, new_word
from shared.errors import Conflict, Invalid, NotFound
from shared.people import SYSTEM, Permission, check
from shared.restrictions.rules import nobody_faults
from shared.storage import Transaction


def restrict_case(
    tx: Transaction,
    *,
    case: str,
    reason: str,
    people: Mapping[str, str],
    nobodys: Collection[str] = (),
    names_nobody: bool = False,
) -> None:
    """``people`` are names by account; who restricts is always among them. What held before is replaced.

    ``nobodys``: accounts that were named too and are no person's, for which it is refused. ``names_nobody``:
    nobody is meant by what might be a name in the reason.

    Raises NotFound, Invalid naming every fault.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    if not case_is_known(tx, case):
        raise NotFound("There is no case with this reference.")
    tx.lock_case(case)
    named = {**people, tx.person.id: tx.person.name}
    asked = restriction_faults(reason, [*named], names_nobody=names_nobody)
    if faults := [*asked, *nobody_faults(nobodys)]:
        raise Invalid(faults)
    if held := restriction_of(tx, case):
        check_made_here(held)
    hold_restriction(tx, case=case, reason=reason, people=named)


def hold_restriction(tx: Transaction, *, case: str, reason: str, people: Mapping[str, str]) -> None:
    """Whatever holds is replaced. For who has been asked whether they may, and for what is followed."""
    if held := held_for_change(tx, case):
        end_restriction(tx, held.id, "The people or the reason were changed.")
    by = {"restricted_by": tx.person.id, "restricted_by_name": tx.person.name, "restricted_at": tx.at}
    listed = [{"id": account, "name": name} for account, name in sorted(people.items())]
    made = insert(case_restriction).values(case_reference=case, reason=reason, people=listed, **by)
    tx.session.execute(made)
    _take_out_of_discovery(tx, case)
    tx.audit("restrict_case", case=case, detail={"people": sorted(people)})


def check_made_here(held: Any) -> None:
    """What follows the office's own restriction is changed there. Raises Conflict."""
    if held.restricted_by == SYSTEM.id:
        raise Conflict("The office restricted this case where it was notified: change or lift it there.")


def end_restriction(tx: Transaction, number: int, because: str) -> None:
    by = {"lifted_by": tx.person.id, "lifted_by_name": tx.person.name, "lifted_at": tx.at}
    ended = update(case_restriction).where(case_restriction.c.id == number)
    tx.session.execute(ended.values(**by, lifted_because=because))


def _take_out_of_discovery(tx: Transaction, case: str) -> None:
    """Undecided proposals and new words that the case had a part in: they are looked for anew without it."""
    proposed = (discovered_theme.c.status == "proposed") & discovered_theme.c.cases.has_key(case)
    tx.session.execute(update(discovered_theme).where(proposed).values(status="past"))
    tx.session.execute(delete(new_word).where(new_word.c.cases.has_key(case)))
