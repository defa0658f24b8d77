"""A request of a mother for what is held about her, step by step, and a case that names her."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.actions.subject_access.add_item import add_item
from services.notifications.actions.subject_access.choose_entries import choose_entries, place_of
from services.notifications.actions.subject_access.confirm_identity import confirm_identity
from services.notifications.actions.subject_access.correct_name import correct_name
from services.notifications.actions.subject_access.decide_item import decide_item
from services.notifications.actions.subject_access.log_request import log_request
from services.notifications.actions.subject_access.look_through_case import look_through_case
from services.notifications.actions.subject_access.propose_answer import drafted, propose_answer
from services.notifications.actions.subject_access.record_own_details import record_own_details
from services.notifications.actions.subject_access.release_answer import open_answer, release_answer
from services.notifications.domain.subject_access.found import digest_of_choice
from services.notifications.domain.subject_access.items import FoundItem, JudgedItem
from services.notifications.printing.answer_file import answer_file
from services.notifications.queries.subject_access import item_judged, items_judged, request_of
from services.notifications.queries.subject_access_items import chosen_in_case, entries_in
from shared.people import Person, Role
from shared.sealing import read_keys
from shared.storage import Database, Transaction

from ..a_case import KEY, MANAGER, RETURN, asked, at_work, responding, token_of
from ..at_the_desk import at_the_desk
from ..retention_cases import GUARDIAN

NOVEMBER = datetime(2026, 11, 4, 12, tzinfo=UTC)
OTHER_MANAGER = Person("other-manager", "Alex Otherly", frozenset({Role.CDR_MANAGER}))
BOTH = Person("both", "Sam Twohats", frozenset({Role.CDR_MANAGER, Role.CALDICOTT_GUARDIAN}))
KEYS = read_keys("first:" + "11" * 32)
COLLEAGUE = {"cdop-administrator": "Ash Sampleford"}
PANEL = "The panel of tests"


def logged(database: Database, by: Person = MANAGER) -> str:
    with at_work(database, by, NOVEMBER) as tx:
        request_id = log_request(
            tx, person_name="Chioma Okafor", relation="family", received_on=NOVEMBER.date()
        )
        confirm_identity(tx, request_id=request_id, how="Passport seen by A Sample", came_on=NOVEMBER.date())
    return request_id


def looked_through(database: Database, case: str, by: Person = MANAGER) -> str:
    request_id = logged(database, by)
    with at_work(database, by, NOVEMBER) as tx:
        look_through_case(tx, request_id=request_id, case=case)
        hers = [each for each in entries_in(tx, case) if each.name == "Chioma Okafor"]
        places = {place_of(each.case_reference, each.key) for each in hers}
        chosen_anew(tx, request_id, case, places)
    return request_id


def chosen_anew(tx: Transaction, request_id: str, case: str, keys: set[str]) -> None:
    standing = digest_of_choice(chosen_in_case(tx, request_id, case))
    choose_entries(tx, request_id=request_id, case=case, keys=keys, against=standing)


def found(database: Database, request_id: str) -> dict[str, FoundItem]:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return {one.item.key: one.item for one in items_judged(tx, request_of(tx, request_id))}


def decide(database: Database, request_id: str, item: FoundItem, by: Person = MANAGER, **given: Any) -> None:
    said = {"answer": "disclose", "health": "none", "note": "because", **given}
    with at_work(database, by, NOVEMBER) as tx:
        now = item_judged(tx, request_of(tx, request_id), item.id)
        said = {"against": now.standing, "shares": now.shares, **said}
        decide_item(tx, request_id=request_id, item_id=item.id, seen=item.digest, **said)


def proposed(database: Database, request_id: str, by: Person = MANAGER) -> str:
    with at_work(database, by, NOVEMBER) as tx:
        seen = drafted(tx, request_of(tx, request_id), PANEL).digest
        propose_answer(tx, request_id=request_id, seen=seen, panel_name=PANEL)
    return seen


def release(database: Database, request_id: str, seen: str, by: Person = GUARDIAN) -> None:
    with at_work(database, by, NOVEMBER) as tx:
        release_answer(
            tx,
            request_id=request_id,
            seen=seen,
            panel_name=PANEL,
            keys=KEYS,
            print_it=lambda answer: answer_file(answer, tx.at),
        )


def opened(database: Database, request_id: str, kind: str = "json", keys: Any = KEYS) -> bytes:
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        return open_answer(tx, request_id=request_id, kind=kind, keys=keys)


@pytest.fixture
def case(database: Database) -> str:
    """With the returns of two agencies that say one sentence, which names the GP, and each another one."""
    reference, requests_made = asked(database)
    said = {
        "general_practitioner": ("Priya Patel", "Seen twice with a cough."),
        "health_visitor": ("Sinéad O’Neill", "Seen at home in her cot."),
    }
    for role, (who, more) in said.items():
        words = f"Chioma told Dr Patel on 3 June 2026 that her neighbour Ngozi Eze shouts at night. {more}"
        token = token_of(database, reference, requests_made[role])
        with responding(database) as tx:
            receive_reporting_form(
                tx, key=KEY, token=token, given={**RETURN, "responder_name": who, "c_narrative": words}
            )
    return reference


def judged_now(database: Database, request_id: str, item: FoundItem) -> JudgedItem:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return item_judged(tx, request_of(tx, request_id), item.id)


def put_in(database: Database, request_id: str, case: str, **given: Any) -> FoundItem:
    said = {"what": "Minutes", "source": "The panel’s record", "text": "Chioma wept.", **given}
    with at_work(database, MANAGER, NOVEMBER) as tx:
        add_item(tx, request_id=request_id, case=case, dated=None, **said)
    return next(item for key, item in found(database, request_id).items() if key.startswith("text:added"))


def against_on(page: Any, form: str = "own-details") -> str:
    return str(page.text.split(f'/{form}"')[1].split('name="against" value="')[1].split('"')[0])


def details_of(database: Database, request_id: str, by: Person = MANAGER) -> tuple[str, ...]:
    with at_work(database, by, NOVEMBER) as tx:
        return request_of(tx, request_id).own_details


def standing_details(database: Database, request_id: str) -> str:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return request_of(tx, request_id).details_standing


def noted(database: Database, request_id: str, details: str, by: Person = MANAGER) -> None:
    standing = standing_details(database, request_id)
    with at_work(database, by, NOVEMBER) as tx:
        record_own_details(tx, request_id=request_id, details=details, against=standing)


def renamed(database: Database, request_id: str, name: str, by: Person = MANAGER) -> None:
    with at_work(database, by, NOVEMBER) as tx:
        standing = request_of(tx, request_id).name_standing
        correct_name(tx, request_id=request_id, name=name, why="So in the passport", against=standing)


def name_of(database: Database, request_id: str) -> str:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return request_of(tx, request_id).person_name


def restricted(database: Database, case: str, *others: Person, by: Person = MANAGER) -> None:
    people = COLLEAGUE | {each.id: each.name for each in others}
    with at_work(database, by, NOVEMBER) as tx:
        restrict_case(tx, case=case, kind="staff_family", reason="A colleague’s family", people=people)


@pytest.fixture
def desk(database: Database) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(database, MANAGER, NOVEMBER) as at:
        yield at
