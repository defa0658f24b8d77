"""Take the words of cases whose texts have changed: a step, so that no request waits for it.

What one case costs does not depend on how many there are: only its own words are counted and weighed. As
cases become more the weights of old ones grow stale, so each is weighed anew when twice as many are held.
"""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.theming.domain.comparables.likeness import length_of, weighed
from services.theming.domain.comparables.projecting import projected
from services.theming.queries.comparing import (
    ALL_CASES,
    cases_to_compare,
    cases_weighed_long_ago,
    frequencies,
    kept_texts,
    words_held,
)
from services.theming.tables import case_to_compare, case_words, word_frequency
from shared.storage import Transaction

AT_A_TIME = 10


def index_case(tx: Transaction) -> bool:
    """Take the words of the next cases; True while there are any."""
    changed = cases_to_compare(tx, AT_A_TIME)
    for case in changed:
        _take_words(tx, case)
    done = case_to_compare.c.case_reference.in_(changed)
    tx.session.execute(delete(case_to_compare).where(done))
    stale = [] if changed else cases_weighed_long_ago(tx, AT_A_TIME)
    for case in stale:
        _weigh(tx, case, words_held(tx, case) or {})
    return bool(changed or stale)


def _take_words(tx: Transaction, case: str) -> None:
    # Here and not above: a web worker shows what was found, and never loads what finds it.
    from services.theming.comparing.words import words_of

    held, words = words_held(tx, case), words_of(kept_texts(tx, case))
    _count(tx, held or {}, words, a_case_more=held is None)
    _weigh(tx, case, words)
    tx.audit("index_case", case=case, detail={"words": len(words)})


def _count(tx: Transaction, before: Mapping[str, str], now: Mapping[str, str], *, a_case_more: bool) -> None:
    """Always in the order of words, so that two who count never wait for each other in turn."""
    changes = {
        **dict.fromkeys(now.keys() - before.keys(), 1),
        **dict.fromkeys(before.keys() - now.keys(), -1),
    }
    if a_case_more:
        changes[ALL_CASES] = 1
    if changes:
        rows = [{"word": word, "cases": change} for word, change in sorted(changes.items())]
        made = insert(word_frequency).values(rows)
        sum_of_both = {"cases": word_frequency.c.cases + made.excluded.cases}
        tx.session.execute(made.on_conflict_do_update(index_elements=["word"], set_=sum_of_both))


def _weigh(tx: Transaction, case: str, words: Mapping[str, str]) -> None:
    counted = frequencies(tx, words)
    weights = weighed(words, counted, counted[ALL_CASES])
    row = {"words": dict(words), "length": length_of(weights), "of_cases": counted[ALL_CASES]}
    row["vector"] = projected(weights)
    made = insert(case_words).values(case_reference=case, **row)
    tx.session.execute(made.on_conflict_do_update(index_elements=["case_reference"], set_=row))
