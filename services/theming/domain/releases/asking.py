"""Which questions can be tables of a release: of periods that are over, alike in basis and policy."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.theming.domain.statistics.table_question import TableQuestion
from shared.errors import Fault


def question_faults(questions: Sequence[TableQuestion], today: date, held_from: date | None) -> list[Fault]:
    """Everything that keeps them from going out together, each fault once."""
    faults = [fault for each in questions for fault in _faults(each, today, held_from)]
    if len({(each.policy, each.basis) for each in questions}) > 1:
        faults.append(
            Fault("tables", "All tables of a release have the same policy and count the same deaths")
        )
    return list(dict.fromkeys(faults))


def same_throughout(questions: Iterable[TableQuestion]) -> tuple[str, str]:
    """The policy and the basis of all of them."""
    first = next(iter(questions))
    return first.policy, first.basis


def _faults(question: TableQuestion, today: date, held_from: date | None) -> list[Fault]:
    span, faults = question.span, []
    if not span.complete_on(today):
        faults.append(Fault("tables", f"{span.name} is not over: its figures would not stand"))
    if held_from is None or span.starts_on < held_from:
        faults.append(Fault("tables", f"Of some of {span.name} nothing is held"))
    if question.known_at is not None:
        faults.append(Fault("tables", "A release gives what is known when it is put together"))
    return faults
