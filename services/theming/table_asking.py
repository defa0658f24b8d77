"""What pages, the API and the command share: the question out of what was written, and its answer."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams

from services.theming.actions.statistics.ask_table import Answer, ask_table
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.made_table import MadeTable
from services.theming.domain.statistics.table_question import Asked, TableQuestion, read_table_question
from services.theming.tables_made.making import SAFE
from services.theming.tables_made.rating import Rates, rates_of, reference_here
from shared.people import Permission, can
from shared.storage import Transaction

WRITTEN = ("rows", "columns", "period", "area", "basis", "policy", "measure", "as_known_on")


@dataclass(frozen=True)
class Told:
    """An answer with its rates, if rates were asked for."""

    answer: Answer
    rates: Rates | None = None

    @property
    def table(self) -> MadeTable:
        """The table. Raises why there is none."""
        if self.answer.table is None:
            raise self.answer.refused or LookupError("no table and no reason")
        return self.answer.table


def written_in(query: QueryParams) -> Asked:
    """The question as an address has it; a form has a second field for a second filter."""
    given = {name: query.get(name, "").strip() for name in WRITTEN}
    filters = (text for name in ("filter", "filter2") for text in query.getlist(name) if text.strip())
    return Asked(**given, filters=tuple(filters))


def question_from(tx: Transaction, asked: Asked) -> TableQuestion:
    """The question of whoever asks. Raises Invalid that names every fault at once."""
    any_day = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return read_table_question(SAFE, asked, today=london_day(tx.at), any_day=any_day)


def tell(tx: Transaction, question: TableQuestion, *, demo: bool) -> Told:
    """The answer, with rates if they are asked for."""
    answer = ask_table(tx, question=question, today=london_day(tx.at))
    if answer.table is None or question.measure != "rate":
        return Told(answer)
    return Told(answer, rates_of(answer.table, reference_here(demo=demo)))
