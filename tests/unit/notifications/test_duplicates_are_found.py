"""How many second notifications the search finds, and how often it offers a child who is another one.

The search is the real one, on keys kept in memory: the database looks the same keys up by an index.
"""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

import pytest

from services.notifications.domain.identity.likeness import TWINS, ChildIdentity, compare, possible_duplicates
from services.notifications.domain.identity.lookup_keys import keys_to_keep, keys_to_look_up
from tests.unit.notifications.duplicate_set import (
    DISTORTIONS,
    HARD,
    TWICE,
    SecondNotification,
    people,
    second_notifications,
    twin_of,
)

CHILDREN = 3000
EACH = 40
RECALL_OF_ALL = 0.97
RECALL_OF_EACH = 0.95
RECALL_OF_HARD = 0.8
FALSE_OFFERS_A_SEARCH = 0.04
FALSE_OFFERS_A_STRANGER = 0.02
MOST_COMPARED = 60


@cache
def known() -> list[ChildIdentity]:
    return people(CHILDREN)


@cache
def kept() -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for number, child in enumerate(known()):
        for key in keys_to_keep(child):
            found[key].add(number)
    return found


def candidates(child: ChildIdentity) -> set[int]:
    return set().union(*(kept().get(key, set()) for key in keys_to_look_up(child).all))


def offered(child: ChildIdentity) -> list[int]:
    return [
        int(key) for key, _ in possible_duplicates(child, [(str(n), known()[n]) for n in candidates(child)])
    ]


@cache
def searched() -> list[tuple[SecondNotification, list[int]]]:
    return [(each, offered(each.identity)) for each in second_notifications(known(), EACH)]


def test_nearly_every_second_notification_is_offered() -> None:
    found = sum(each.child in offers for each, offers in searched())
    assert found / len(searched()) >= RECALL_OF_ALL


@pytest.mark.parametrize("what", [*DISTORTIONS, *(" and ".join(names) for names in TWICE)])
def test_whatever_was_written_wrongly_most_are_offered(what: str) -> None:
    of_kind = [(each, offers) for each, offers in searched() if each.what == what]
    assert len(of_kind) == EACH
    assert sum(each.child in offers for each, offers in of_kind) / EACH >= RECALL_OF_EACH


def test_where_little_but_a_date_is_left_most_are_still_offered() -> None:
    hard = {" and ".join(names) for names in HARD}
    of_kind = [each.child in offers for each, offers in searched() if each.what in hard]
    assert sum(of_kind) / len(of_kind) >= RECALL_OF_HARD


def test_hardly_any_other_child_is_offered() -> None:
    false = sum(len(set(offers) - {each.child}) for each, offers in searched())
    assert false / len(searched()) <= FALSE_OFFERS_A_SEARCH


def test_a_child_notified_for_the_first_time_is_seldom_taken_for_another() -> None:
    strangers = people(1000, seed=23)
    assert sum(len(offered(child)) for child in strangers) / len(strangers) <= FALSE_OFFERS_A_STRANGER


def test_few_children_are_read_for_a_search() -> None:
    read = [len(candidates(each.identity)) for each, _ in searched()]
    assert max(read) <= MOST_COMPARED


def test_twins_are_never_said_to_be_one_child() -> None:
    chance = random.Random(3)
    verdicts = Counter(compare(child, twin_of(child, chance)).verdict for child in known()[:400])
    assert verdicts[TWINS] / 400 >= 0.97
    assert verdicts["likely the same child"] == 0


def test_different_valid_numbers_are_never_offered_however_alike() -> None:
    one = replace(known()[0], nhs_number="9990000018")
    other = replace(known()[0], nhs_number="9990000026")
    assert possible_duplicates(one, [("other", other)]) == []


def test_what_a_child_is_kept_under_stays_the_same() -> None:
    """The keys are in the database: another key for the same child needs another version of the rules."""
    child = ChildIdentity("", "O’Neill-Yılmaz", "Zoë", known()[0].born_on, known()[0].died_on, "LE1 1AA")
    again = replace(child, family_name="oneill yilmaz", given_names="ZOE", postcode="le11aa")
    assert keys_to_keep(child) == keys_to_keep(again)
    assert keys_to_keep(child) == sorted(set(keys_to_keep(child)))
