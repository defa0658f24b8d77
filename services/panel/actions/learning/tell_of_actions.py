"""Tell the other services where agreed actions stand: when they are agreed, and at every step after."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from services.panel.domain.learning.action_log import ActionRecord, LoggedAction
from services.panel.domain.learning.following import recommendation_followed
from services.panel.domain.london_days import london_day
from services.panel.queries.case_themes import themes_told
from shared.storage import Transaction


def tell_of_actions(tx: Transaction, actions: Iterable[LoggedAction]) -> None:
    """One event for each. The caller has checked who may, and locked the case."""
    for case, of_case in groupby(actions, key=lambda one: one.case_reference):
        themes = themes_told(tx, case)
        for one in of_case:
            tx.publish(recommendation_followed(one, themes, as_at=london_day(tx.at)))


def tell_of_step(tx: Transaction, action: LoggedAction, record: ActionRecord) -> None:
    """The action as it stands after ``record``."""
    tell_of_actions(tx, [replace(action, records=(*action.records, record))])
