"""Programs ask the API with keys: only what they were given, only as often, only until it ends."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.personas import PERSONAS
from services.theming.actions.clients.change_client import change_client
from services.theming.actions.clients.make_key import make_key
from services.theming.actions.clients.register_client import register_client
from services.theming.actions.clients.revoke_client import revoke_client
from services.theming.actions.clients.revoke_key import revoke_key
from services.theming.admitting import admit
from services.theming.app import SERVICE
from services.theming.queries.clients import keys_of
from shared.errors import Conflict, Invalid, NotPermitted, NotSignedIn, TooManyRequests
from shared.settings import Settings
from shared.web import create_web

from .conftest import NOW, Theming, csrf_in, enter, notified, reviewed

MANAGER, ANALYST = "cdr-manager", "public-health-analyst"
TERMS = {
    "name": "Dashboard of the county",
    "organisation": "An invented county council",
    "contact_post": "Head of intelligence",
    "per_hour": "600",
    "per_day": "5000",
    "lasts": "366",
}
STATISTICS, SCORECARD, RELEASES = "statistics:read", "scorecard:read", "releases:read"
ASKED = {"by": "sex", "period": "2026-27-Q2"}


class Office:
    """The office giving programs access, at an instant of its own."""

    def __init__(self, theming: Theming) -> None:
        self.theming = theming

    def registers(self, *scopes: str, **terms: str) -> tuple[str, str]:
        given: tuple[str, str] = self.theming.act(
            MANAGER, register_client, typed={**TERMS, **terms}, scopes=scopes or (STATISTICS,)
        )
        return given

    def does(self, action: Callable[..., Any], **given: Any) -> Any:
        return self.theming.act(MANAGER, action, **given)


@pytest.fixture
def office(theming: Theming) -> Office:
    return Office(theming)


@pytest.fixture
def clock() -> list[datetime]:
    """The instant of the web, to be moved on."""
    return [NOW]


@pytest.fixture
def web(theming: Theming, settings: Settings, clock: list[datetime]) -> Iterator[TestClient]:
    app = create_web(
        settings, [SERVICE], {SERVICE.name: theming.database}, PERSONAS.values(), now=lambda: clock[0]
    )
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        yield opened


Ask = Callable[..., Any]


@pytest.fixture
def ask(web: TestClient) -> Ask:
    def asked(key: str, path: str = "statistics", **query: str) -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        return web.get(f"/themes/api/{path}", params=query or ASKED, headers=headers)

    return asked


def test_a_key_gives_what_its_scope_says_and_nothing_else(theming: Theming, office: Office, ask: Ask) -> None:
    theming.tell(notified(), reviewed())
    _, statistics = office.registers(STATISTICS)
    _, scorecard = office.registers(SCORECARD, name="Scorecard of the board")
    assert ask(statistics).status_code == 200
    refused = ask(statistics, "scorecard", period="2026-27-H1")
    assert refused.status_code == 403
    assert "This key does not hold scorecard:read." in refused.json()["detail"]
    assert "statistics:read" in ask(scorecard).json()["detail"]
    assert "statistics:read" in ask(scorecard, "v1/tables", rows="sex").json()["detail"]
    assert "releases:read" in ask(scorecard, "v1/releases").json()["detail"]
    assert ask(scorecard, "scorecard", period="2026-27-H1").status_code == 200
    assert ask(statistics, **ASKED, policy="restricted_board").status_code == 403
    assert ask(statistics, "cases/LLR-2026-0107/comparable").status_code == 403
    assert ask(statistics, **ASKED).json()["policy"]["name"] == "publishable"


def test_the_scorecard_goes_with_no_other_scope(office: Office) -> None:
    for other in (STATISTICS, RELEASES):
        with pytest.raises(Invalid) as refused:
            office.registers(SCORECARD, other)
        assert [fault.field for fault in refused.value.faults] == ["scopes"]


def test_a_key_that_was_given_both_before_loses_the_scorecard(
    theming: Theming, office: Office, ask: Ask
) -> None:
    theming.tell(notified(), reviewed())
    client_id, key = office.registers(STATISTICS)
    both = text("UPDATE api_client SET scopes = CAST(:scopes AS jsonb) WHERE id = :id")
    given = {"scopes": f'["{STATISTICS}", "{SCORECARD}"]', "id": client_id}
    theming.act("cdr-manager", lambda tx: tx.session.execute(both, given))
    assert ask(key).status_code == 200
    refused = ask(key, "scorecard", period="2026-27-H1")
    assert refused.status_code == 403
    assert "This key does not hold scorecard:read." in refused.json()["detail"]


def test_a_key_opens_no_page(office: Office, web: TestClient) -> None:
    _, key = office.registers()
    answer = web.get("/themes/statistics", headers={"Authorization": f"Bearer {key}"}, follow_redirects=False)
    assert answer.status_code in (303, 401)


def test_what_a_program_read_is_on_record_under_its_name_and_its_key_nowhere(
    theming: Theming, office: Office, ask: Ask
) -> None:
    client_id, key = office.registers()
    ask(key)
    with theming.database.engine.connect() as connection:
        found = connection.execute(text("SELECT person_id, person_name, action FROM audit_entry ORDER BY id"))
        entries = found.tuples().all()
        kept = connection.scalar(
            text(
                "SELECT string_agg(t::text, ' ') FROM (SELECT a::text t FROM audit_entry a"
                " UNION ALL SELECT k::text FROM api_client_key k"
                " UNION ALL SELECT c::text FROM api_client c) q"
            )
        )
    assert (f"client:{client_id}", TERMS["name"], "read_statistics") in entries
    assert [action for _, _, action in entries][:2] == ["register_client", "make_client_key"]
    assert key not in kept
    assert key.rpartition("_")[2] not in kept


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"),
        lambda key: "cdrkey_" + "0" * 12 + "_" + "0" * 64,
        lambda key: "cdrkey_",
        lambda key: key + "0",
        lambda key: key.upper().replace("CDRKEY", "cdrkey"),
    ],
    ids=["another secret", "no such key", "nothing", "too long", "other letters"],
)
def test_a_key_that_is_not_one_is_refused_with_the_same_words(
    office: Office, ask: Ask, spoil: Callable[[str], str]
) -> None:
    client_id, key = office.registers()
    refused = ask(spoil(key))
    office.does(revoke_client, client_id=client_id, because="The project is over")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["www-authenticate"] == "Bearer"
    assert "ratelimit" not in refused.headers
    assert refused.json() == ask(key).json()


def test_every_key_that_holds_no_more_is_answered_like_one_that_never_was(
    office: Office, ask: Ask, clock: list[datetime]
) -> None:
    replaced, first = office.registers()
    office.does(make_key, client_id=replaced)
    _, expired = office.registers(name="Another dashboard", lasts="92")
    losing, lost = office.registers(name="A third dashboard")
    ended, over = office.registers(name="A fourth dashboard")
    office.does(revoke_key, client_id=losing, key_id=lost.split("_")[1], because="Left on a train")
    office.does(revoke_client, client_id=ended, because="The agreement has ended")
    clock[0] = NOW + timedelta(days=93)
    never = ask("cdrkey_" + "0" * 12 + "_" + "0" * 64)
    assert never.status_code == 401
    for key in (first, expired, lost, over):
        refused = ask(key)
        assert (refused.status_code, refused.json()) == (never.status_code, never.json())
        assert {**refused.headers, "x-correlation-id": ""} == {**never.headers, "x-correlation-id": ""}


def test_an_ended_key_is_refused_from_the_day_after_its_last(
    office: Office, ask: Ask, clock: list[datetime]
) -> None:
    _, key = office.registers(lasts="92")
    last = date(2027, 2, 21)
    clock[0] = datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC)
    assert ask(key).status_code == 200
    clock[0] += timedelta(minutes=1)
    assert ask(key).status_code == 401


def test_two_keys_work_while_the_program_changes_from_one_to_the_other(
    office: Office, ask: Ask, clock: list[datetime]
) -> None:
    client_id, first = office.registers()
    second = office.does(make_key, client_id=client_id)
    assert [ask(key).status_code for key in (first, second)] == [200, 200]
    with pytest.raises(Conflict):
        office.does(make_key, client_id=client_id)
    clock[0] = NOW + timedelta(days=15)
    assert [ask(key).status_code for key in (first, second)] == [401, 200]


def test_a_revoked_key_is_refused_at_once_and_the_other_works_on(office: Office, ask: Ask) -> None:
    client_id, first = office.registers()
    second = office.does(make_key, client_id=client_id)
    with pytest.raises(Invalid):
        office.does(revoke_key, client_id=client_id, key_id=first.split("_")[1], because="")
    office.does(revoke_key, client_id=client_id, key_id=first.split("_")[1], because="Left on a train")
    assert [ask(key).status_code for key in (first, second)] == [401, 200]


def test_a_program_that_lost_its_access_gets_it_back_only_anew(office: Office, ask: Ask) -> None:
    client_id, key = office.registers()
    office.does(revoke_client, client_id=client_id, because="The agreement has ended")
    assert ask(key).status_code == 401
    for action, given in ((make_key, {}), (change_client, {"typed": TERMS, "scopes": [STATISTICS]})):
        with pytest.raises(Conflict):
            office.does(action, client_id=client_id, **given)
    _, anew = office.registers()
    assert ask(anew).status_code == 200


def test_of_twenty_at_once_exactly_the_quota_is_answered(theming: Theming, office: Office) -> None:
    _, key = office.registers(per_hour="12", per_day="500")

    def ask_once(_: int) -> bool:
        try:
            admit(theming.database, key, NOW)
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        answered = list(threads.map(ask_once, range(100)))
    assert sum(answered) == 12


def test_the_quota_of_a_day_holds_whatever_the_hour(theming: Theming, office: Office) -> None:
    _, key = office.registers(per_hour="3", per_day="5")
    answered = []
    for hour in range(4):
        for _ in range(4):
            try:
                admit(theming.database, key, NOW + timedelta(hours=hour))
                answered.append(hour)
            except TooManyRequests as refusal:
                waits = int(refusal.headers["Retry-After"])
                # 10:30 in winter: half an hour to the next hour, 13.5 hours to midnight in London.
                assert waits == (1800 if len(answered) < 5 else 48600 - 3600 * hour)
    assert answered == [0, 0, 0, 1, 1]
    assert admit(theming.database, key, NOW + timedelta(days=1)).person.limited_to


def test_every_answer_says_what_is_left_and_when_more_may_be_asked(office: Office, ask: Ask) -> None:
    _, key = office.registers(per_hour="3", per_day="10")
    first, faulty = ask(key), ask(key, by="nothing", period="soon")
    assert first.headers["ratelimit-policy"] == '"hour";q=3;w=3600, "day";q=10;w=86400'
    assert first.headers["ratelimit"] == '"hour";r=2;t=1800, "day";r=9;t=48600'
    assert faulty.status_code == 422
    assert faulty.headers["ratelimit"] == '"hour";r=1;t=1800, "day";r=8;t=48600'
    ask(key)
    refused = ask(key)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1800")
    assert refused.headers["ratelimit"].startswith('"hour";r=0;')
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:child-death-review:problem:quota-used-up"


def test_a_person_who_signs_in_has_no_quota(web: TestClient, bearer: Callable[[str], dict[str, str]]) -> None:
    answer = web.get("/themes/api/statistics", params=ASKED, headers=bearer(ANALYST))
    assert "ratelimit" not in answer.headers


def test_an_answer_that_fails_counts_too(theming: Theming, office: Office, ask: Ask) -> None:
    client_id, key = office.registers()
    ask(key, by="nothing", period="soon")
    with theming.database.engine.connect() as connection:
        assert connection.scalar(text("SELECT requests FROM api_client_use")) == 1
    used = theming.look(lambda tx: keys_of(tx, client_id))[0].last_used_at
    assert used == NOW


def test_every_fault_of_the_terms_is_named(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.registers("everything", name="", contact_post="jo@example.org", per_hour="many", lasts="9999")
    named = [fault.field for fault in refused.value.faults]
    assert named == ["name", "contact_post", "scopes", "per_hour", "lasts"]
    with pytest.raises(Invalid) as refused:
        office.registers(per_hour="100", per_day="99")
    assert [fault.field for fault in refused.value.faults] == ["per_day"]


def test_two_programs_in_use_have_two_names(office: Office) -> None:
    client_id, _ = office.registers()
    with pytest.raises(Invalid):
        office.registers(name="dashboard  OF the county")
    office.does(revoke_client, client_id=client_id, because="The project is over")
    office.registers()


def test_a_change_of_terms_is_on_record_with_what_was_and_holds_at_once(
    theming: Theming, office: Office, ask: Ask
) -> None:
    client_id, key = office.registers(per_hour="1")
    changed = {**TERMS, "per_hour": "2", "lasts": ""}
    office.does(change_client, client_id=client_id, typed=changed, scopes=[STATISTICS, RELEASES])
    assert [ask(key).status_code for _ in range(3)] == [200, 200, 429]
    with theming.database.engine.connect() as connection:
        told = connection.scalar(text("SELECT detail FROM audit_entry WHERE action = 'change_client'"))
    assert told == {"changed": {"scopes": [[STATISTICS], [STATISTICS, RELEASES]], "per_hour": [1, 2]}}


@pytest.mark.parametrize("persona", [ANALYST, "panel-chair", "auditor"])
def test_only_the_office_gives_access(theming: Theming, web: TestClient, persona: str) -> None:
    with pytest.raises(NotPermitted):
        theming.act(persona, register_client, typed=TERMS, scopes=[STATISTICS])
    enter(web, persona)
    assert web.get("/themes/clients").status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM api_client_key",
        "UPDATE api_client_key SET digest = 'mine'",
        "UPDATE api_client_key SET revoked_at = NULL",
        "UPDATE api_client SET revoked_at = NULL",
        "DELETE FROM api_client",
    ],
)
def test_the_database_keeps_keys_and_what_was_taken_away(
    theming: Theming, office: Office, change: str
) -> None:
    client_id, key = office.registers()
    office.does(revoke_key, client_id=client_id, key_id=key.split("_")[1], because="Left on a train")
    office.does(revoke_client, client_id=client_id, because="The project is over")
    with pytest.raises(DBAPIError), theming.database.engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(NotSignedIn):
        admit(theming.database, key, NOW)


def test_a_refusal_never_repeats_the_key(office: Office, ask: Ask, web: TestClient) -> None:
    _, key = office.registers(per_hour="1")
    answers = [ask(key), ask(key), ask(key + "0"), web.get("/themes/api/statistics", params={"by": key})]
    assert not any(key[-64:] in answer.text for answer in answers)


def key_on(page: str) -> str:
    found = re.search(r"cdrkey_[0-9a-f]{12}_[0-9a-f]{64}", page)
    assert found
    return found[0]


def form_on(web: TestClient, path: str) -> dict[str, str]:
    return {"csrf_token": csrf_in(web.get(path).text)}


def test_the_office_gives_a_key_on_a_page_that_shows_it_once(web: TestClient, ask: Ask) -> None:
    enter(web, MANAGER)
    shown = web.post(
        "/themes/clients", data={**form_on(web, "/themes/clients/new"), **TERMS, "scopes": STATISTICS}
    )
    assert shown.headers["cache-control"] == "no-store"
    key = key_on(shown.text)
    assert ask(key).status_code == 200
    everything = web.get("/themes/clients").text
    assert "1 of 600" in everything
    address = re.search(r"/themes/clients/[0-9a-f]{8}", everything)
    assert address
    one = web.get(address[0]).text
    assert key.rpartition("_")[2] not in one
    assert f"cdrkey_{key.split('_')[1]}" in one


def test_a_faulty_form_names_every_fault_and_loses_nothing(web: TestClient) -> None:
    enter(web, MANAGER)
    form = {
        **form_on(web, "/themes/clients/new"),
        **TERMS,
        "per_hour": "many",
        "scopes": SCORECARD,
        "name": "",
    }
    answer = web.post("/themes/clients", data=form)
    assert answer.status_code == 422
    assert "Give the program a name" in answer.text
    assert "Requests in an hour must be a whole number from 1 to 20000" in answer.text
    assert 'value="An invented county council"' in answer.text
    assert re.search(r'value="scorecard:read"[^>]* checked', answer.text)


def test_the_office_changes_replaces_and_revokes_on_the_page_of_a_program(
    web: TestClient, office: Office, ask: Ask
) -> None:
    client_id, first = office.registers()
    enter(web, MANAGER)
    path, key_id = f"/themes/clients/{client_id}", first.split("_")[1]
    token = form_on(web, path)
    second = key_on(web.post(f"{path}/keys", data=token).text)
    assert "Being replaced" in web.get(path).text
    revoking = f"{path}/keys/{key_id}/revoke"
    unsaid = web.post(revoking, data={**token, f"because-{key_id}": ""})
    assert unsaid.status_code == 422
    assert f'href="#because-{key_id}"' in unsaid.text
    web.post(revoking, data={**token, f"because-{key_id}": "Replaced"})
    assert [ask(key).status_code for key in (first, second)] == [401, 200]
    changed = web.post(path, data={**token, **TERMS, "per_day": "900", "lasts": "", "scopes": STATISTICS})
    assert "600 requests an hour, 900 a day" in changed.text
    assert web.post(f"{path}/revoke", data={**token, "because": ""}).status_code == 422
    gone = web.post(f"{path}/revoke", data={**token, "because": "The project is over"})
    assert "The project is over" in gone.text
    assert ask(second).status_code == 401
