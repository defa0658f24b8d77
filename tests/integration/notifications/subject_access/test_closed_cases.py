"""A request of which a case is restricted: nothing tells of it, and who sees all of it decides."""

import re

import pytest

from services.notifications.actions.subject_access.choose_entries import place_of
from services.notifications.actions.subject_access.close_request import close_request
from services.notifications.actions.subject_access.look_through_case import look_through_case
from services.notifications.actions.subject_access.propose_answer import drafted
from services.notifications.actions.subject_access.release_answer import open_answer
from services.notifications.actions.subject_access.send_back import send_back
from services.notifications.domain.subject_access.request import NotAllOpen
from services.notifications.queries.subject_access import cases_of, request_of
from services.notifications.queries.subject_access_items import entries_in
from shared.errors import NotFound
from shared.people import Person, Role
from shared.storage import Database

from ..a_case import MANAGER, asked, at_work
from ..at_the_desk import at_the_desk
from ..retention_cases import GUARDIAN
from .conftest import (
    KEYS,
    NOVEMBER,
    OTHER_MANAGER,
    PANEL,
    against_on,
    chosen_anew,
    details_of,
    logged,
    looked_through,
    noted,
    opened,
    proposed,
    put_in,
    release,
    restricted,
    standing_details,
)


def test_details_that_somebody_does_not_see_are_not_replaced_by_them(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    noted(database, request_id, "07700 900123")
    standing = standing_details(database, request_id)
    restricted(database, case, by=OTHER_MANAGER)
    here = f"/notifications/subject-access/{request_id}"
    with at_the_desk(database, MANAGER, NOVEMBER) as (web, token):
        page = web.get(here)
        assert "07700 900123" not in page.text
        assert "The person’s own details written down</li>" in page.text, "not that there are none"
        form = {**token, "details": "07700 900456"}
        for against in (against_on(page), standing):
            refused = web.post(f"{here}/own-details", data={**form, "against": against})
            assert refused.status_code == 409
            assert "Not everything in it is open to you" in refused.text
            assert ">07700 900456</textarea>" in refused.text
            assert not [said for said in ("07700 900123", case, "meanwhile") if said in refused.text]
    assert details_of(database, request_id, by=OTHER_MANAGER) == ("07700 900123",)


def test_a_request_stays_when_a_case_of_it_is_restricted_and_nothing_tells_of_that_case(
    database: Database, case: str
) -> None:
    """Beside a request of the same person that never had the case: each page says the same of both."""
    other, _ = asked(database)
    both, alone = looked_through(database, other), looked_through(database, other)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        look_through_case(tx, request_id=both, case=case)
        hers = [each for each in entries_in(tx, case) if each.name == "Chioma Okafor"]
        places = {place_of(each.case_reference, each.key) for each in hers}
        chosen_anew(tx, both, case, places)
    put_in(database, both, case, text="Of the closed case")
    restricted(database, case, by=OTHER_MANAGER)
    with at_the_desk(database, MANAGER, NOVEMBER) as (web, token):
        listed = web.get("/notifications/subject-access").text
        assert both in listed
        assert alone in listed
        for place in ("", "/items", f"/cases/{other}"):
            said = [
                web.get(f"/notifications/subject-access/{each}{place}").text.replace(each, "")
                for each in (both, alone)
            ]
            assert without_tokens(said[0]) == without_tokens(said[1]), place
            assert case not in said[0]
        answers = set()
        for reference in (case, "LLR-2026-9999"):
            for place in (f"/cases/{reference}", f"/add/{reference}", f"/cases/{reference}/leave-out"):
                post = web.post(f"/notifications/subject-access/{both}{place}", data={**token, "what": "x"})
                answers.add((post.status_code, without_tokens(post.text).replace(reference, "")))
        assert len(answers) == 1, answers
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx:
        assert cases_of(tx, both) == sorted([case, other])


def without_tokens(page: str) -> str:
    return re.sub(r'(csrf_token" value|nonce|id|for|name="next" value)="[^"]*"', "", page)


def test_an_answer_of_which_a_part_is_closed_is_decided_by_those_who_see_all(
    database: Database, case: str
) -> None:
    named = Person("named-guardian", "Nia Guardsley", frozenset({Role.CALDICOTT_GUARDIAN}))
    request_id = looked_through(database, case)
    restricted(database, case, named)
    with pytest.raises(NotAllOpen) as refused:
        proposed(database, request_id, by=OTHER_MANAGER)
    assert case not in str(refused.value)
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx, pytest.raises(NotAllOpen):
        close_request(tx, request_id=request_id, because="mistaken", words="No case is in it")
    seen = proposed(database, request_id)
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        partial = drafted(tx, request_of(tx, request_id), PANEL).digest
    for given in (seen, partial):
        with pytest.raises(NotAllOpen):
            release(database, request_id, given)
    release(database, request_id, seen, by=named)
    with pytest.raises(NotFound, match="no such file"):
        opened(database, request_id)
    with at_work(database, named, NOVEMBER) as tx:
        assert open_answer(tx, request_id=request_id, kind="json", keys=KEYS)


def test_what_was_written_of_a_request_is_closed_with_a_case_of_it(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    seen = proposed(database, request_id)
    assert seen
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        send_back(tx, request_id=request_id, why=f"Look at {case} again")
    restricted(database, case)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert request_of(tx, request_id).steps[-1].words == f"Look at {case} again"
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx:
        told = request_of(tx, request_id)
    assert (told.stage, told.steps[-1].words) == ("preparing", "")
    assert told.identity
    assert told.identity.words == "Passport seen by A Sample"


def test_who_does_not_see_all_is_told_so_and_offered_no_release(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    proposed(database, request_id)
    restricted(database, case)
    with at_the_desk(database, GUARDIAN, NOVEMBER) as (web, _):
        draft = web.get(f"/notifications/subject-access/{request_id}/draft").text
    assert "Not everything in this request is open to you" in draft
    assert "Release exactly this" not in draft
    assert "has changed since" not in draft
    assert case not in draft


def test_a_closed_case_is_looked_through_by_nobody_it_is_closed_to(database: Database, case: str) -> None:
    restricted(database, case)
    own = logged(database, OTHER_MANAGER)
    refused = []
    for reference in (case, "LLR-2026-9999"):
        with at_work(database, OTHER_MANAGER, NOVEMBER) as tx, pytest.raises(NotFound) as one:
            look_through_case(tx, request_id=own, case=reference)
        refused.append(str(one.value))
    assert len(set(refused)) == 1
