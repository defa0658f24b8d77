"""``cdop table``: a table of a running demonstration, as one of its personas gets it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deploy.personas import persona
from services.theming.domain.statistics.made_table import MadeTable
from services.theming.domain.statistics.table_question import Asked
from services.theming.table_asking import question_from, tell
from services.theming.table_files import as_csv
from shared.disclosure.cells import Suppressed

if TYPE_CHECKING:
    from deploy.host import Installation


def table_of(place: "Installation", name: str, asked: Asked) -> tuple[str, Sequence[str]]:
    """The table as CSV, and what should be said beside it. Raises why there is none.

    What is told is kept with the account: a refusal is raised when that is done.
    """
    if not place.settings.demo:
        raise LookupError("This command asks as a persona, and there are none outside a demonstration.")
    with place.databases["theming"].transaction(person=persona(name), at=datetime.now(UTC)) as tx:
        told = tell(tx, question_from(tx, asked), demo=True)
    return as_csv(told.table, told.rates), _messages(told.table)


def _messages(table: MadeTable) -> list[str]:
    hidden = sum(isinstance(cell, Suppressed) for cell in table.cells.values())
    return [
        f"{table.policy.label}, version {table.policy.version}. {table.policy.rule}",
        f"The smallest number shown is {table.policy.suppress_to + 1}; 0 is shown too.",
        f"{hidden} of {len(table.cells)} numbers are suppressed.",
    ]
