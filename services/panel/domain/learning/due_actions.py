"""Agreed actions of which something is due: feedback of their owner, or a judgement of their effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.panel.domain.learning.action_log import LoggedAction


def overdue(actions: Sequence[LoggedAction], on: date) -> list[LoggedAction]:
    """Those overdue on day ``on``, the longest overdue first."""
    late = [one for one in actions if one.overdue(on)]
    return sorted(late, key=lambda one: (one.feedback_due_on or on, one.case_reference, one.number))


@dataclass(frozen=True)
class OverdueInShort:
    """What members read of an overdue action: no case.

    ``times``: how many reviews agreed the same of this owner. ``due_on``: the first day feedback was due.
    """

    text: str
    owner: str
    due_on: date
    times: int = 1


def overdue_in_short(actions: Sequence[LoggedAction], on: date) -> list[OverdueInShort]:
    """Those overdue on day ``on`` without their cases, the longest overdue first; the same words once."""
    found: dict[tuple[str, str], OverdueInShort] = {}
    for one in overdue(actions, on):
        words = one.action.text, one.action.owner
        first = found.get(words)
        found[words] = (
            replace(first, times=first.times + 1)
            if first
            else OverdueInShort(*words, one.feedback_due_on or on)
        )
    return list(found.values())


def effect_due(actions: Iterable[LoggedAction], on: date) -> list[LoggedAction]:
    """Those whose effect should be judged by day ``on``, the longest waiting first."""
    due = [one for one in actions if one.effect_due_on and one.effect_due_on <= on]
    return sorted(due, key=lambda one: (one.effect_due_on or on, one.case_reference, one.number))
