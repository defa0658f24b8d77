"""Of cases, as fingerprints alone: surnames of child and family, and the units and agencies of record."""

from collections.abc import Callable, Collection

from sqlalchemy import select

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.material.case_names import known_names
from services.notifications.domain.material.deidentify import named_professionals
from services.notifications.tables.gathering import reporting_form_request
from services.notifications.tables.notification import notification
from shared.auditing.reading.unusual import Near
from shared.fingerprints import fingerprint_of_surname, fingerprint_of_unit
from shared.people import Permission, check
from shared.storage import Transaction


def near_cases(tx: Transaction, cases: Collection[str], key: bytes) -> Near:
    """What readers of these cases are compared with; ``key`` makes the fingerprints. For the system."""
    check(tx.person, Permission.GATHER_INFORMATION)
    answers = _answers(tx, cases)
    requested = _requested(tx, cases)
    return Near(
        {case: _made(fingerprint_of_surname, _surnames(each), key) for case, each in answers.items()},
        {
            case: _made(fingerprint_of_unit, _units(each) | requested.get(case, set()), key)
            for case, each in answers.items()
        },
    )


def _made(fingerprint: Callable[[str, bytes], str], names: set[str], key: bytes) -> frozenset[str]:
    return frozenset(filter(None, (fingerprint(name, key) for name in names)))


def _surnames(answers: Answers) -> set[str]:
    return {each.family_name for each in known_names(answers).people if each.side == "family"}


def _units(answers: Answers) -> set[str]:
    return {answers.get("notifier.organisation")} | {
        each.organisation for each in named_professionals(answers)
    }


def _answers(tx: Transaction, cases: Collection[str]) -> dict[str, Answers]:
    mine = notification.c.case_reference.in_(cases)
    rows = tx.session.execute(select(notification.c.case_reference, notification.c.answers).where(mine))
    return {row.case_reference: row.answers for row in rows}


def _requested(tx: Transaction, cases: Collection[str]) -> dict[str, set[str]]:
    asked = reporting_form_request.c
    found: dict[str, set[str]] = {}
    rows = select(asked.case_reference, asked.organisation).where(asked.case_reference.in_(cases))
    for case, organisation in tx.session.execute(rows):
        found.setdefault(case, set()).add(organisation)
    return found
