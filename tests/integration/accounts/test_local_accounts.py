"""Local accounts on a real database and over HTTP: each rule by its name."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from deploy.local_accounts import added, ended, given_roles
from shared.accounts.app import ACCOUNTS
from shared.accounts.local import passwords
from shared.accounts.local.account import account_faults
from shared.accounts.local.codes import LETTERS, RECOVERY_CODES, new_recovery_codes, new_secret
from shared.accounts.local.enrol import make_enrolment
from shared.accounts.local.tables import local_account
from shared.accounts.local.waits import ACCOUNT_MOST, ADDRESS_MOST, FREE, Failures
from shared.errors import Conflict, Invalid
from shared.people import SYSTEM
from shared.settings import Settings, SettingsError
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry
from shared.web import create_web

PASSWORD = "umbrella ferry candle moss"
START = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
WRONG = "That was not right, or there were too many attempts."


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


class Site:
    """An installation with local accounts and browsers of several addresses."""

    def __init__(self, settings: Settings, accounts: Database, clock: Clock) -> None:
        self.settings, self.accounts, self.clock = settings, accounts, clock
        self.app = create_web(settings, [], {}, accounts=accounts, now=clock)

    def browser(self, address: str = "192.0.2.1") -> TestClient:
        return TestClient(self.app, base_url="http://127.0.0.1:8000", client=(address, 50000))

    def add(self, name: str = "morgan.testerley", role: str = "cdr_manager") -> str:
        return added(self.settings, name, "Morgan Testerley", "The office", [role])

    def enrolled(self, name: str = "morgan.testerley", role: str = "cdr_manager") -> "Somebody":
        path = self.add(name, role).removeprefix(self.settings.public_url)
        browser = self.browser("192.0.2.200")
        page = browser.get(path).text
        found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
        assert found
        code = pyotp.TOTP(found[1]).at(self.clock())
        given = {"password": PASSWORD, "again": PASSWORD, "code": code, "csrf_token": token_in(page)}
        answer = browser.post(path, data=given)
        codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", answer.text)
        assert len(codes) == RECOVERY_CODES
        self.clock.pass_by(minutes=2)
        return Somebody(name, found[1], codes)

    def rows(self, statement: Any) -> list[Any]:
        with self.accounts.engine.connect() as connection:
            return list(connection.execute(statement).all())


class Somebody:
    def __init__(self, name: str, secret: str, codes: list[str]) -> None:
        self.name, self.secret, self.codes = name, secret, codes

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(browser: TestClient, name: str, password: str, code: str, next: str = "") -> Any:
    given = {"name": name, "password": password, "code": code, "next": next}
    token = token_in(browser.get("/sign-in").text)
    return browser.post("/sign-in/local", data={**given, "csrf_token": token}, follow_redirects=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(database_for: Callable[..., Database], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("deploy.local_accounts.clock", clock)
    accounts = database_for(ACCOUNTS)
    url = accounts.engine.url.render_as_string(hide_password=False)
    settings = Settings(events_url="", secret_key="k" * 40, local_accounts=True, accounts_database_url=url)
    return Site(settings, accounts, clock)


def test_name_password_and_code_open_a_session_and_each_one_wrong_is_told_the_same(site: Site) -> None:
    me, browser = site.enrolled(), site.browser()
    right = {"name": me.name, "password": PASSWORD, "code": me.code(site.clock())}
    answers = [
        sign_in(site.browser(f"192.0.2.{n}"), **{**right, **wrong})
        for n, wrong in enumerate(
            ({"name": "nobody"}, {"password": "x"}, {"code": "000000"}, {"code": "²"}), 10
        )
    ]
    assert [each.status_code for each in answers] == [422] * 4
    shown = {re.sub(r'value="[^"]*"|[0-9a-f]{32}', "", each.text) for each in answers}
    assert len(shown) == 1
    assert WRONG in shown.pop()
    answer = sign_in(browser, **right, next="/accounts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    assert browser.get("/accounts").status_code == 200


def test_a_code_is_good_once_also_in_another_browser_and_one_before_it_is_not(site: Site) -> None:
    me = site.enrolled()
    code, earlier = me.code(site.clock()), me.code(site.clock() - timedelta(seconds=30))
    assert sign_in(site.browser(), me.name, PASSWORD, code).status_code == 303
    assert sign_in(site.browser("192.0.2.2"), me.name, PASSWORD, code).status_code == 422
    assert sign_in(site.browser("192.0.2.3"), me.name, PASSWORD, earlier).status_code == 422
    site.clock.pass_by(seconds=30)
    assert sign_in(site.browser(), me.name, PASSWORD, me.code(site.clock())).status_code == 303


def test_a_clock_may_be_one_step_off_and_no_more(site: Site) -> None:
    me = site.enrolled()
    for off, status in ((90, 422), (-60, 422), (30, 303)):
        code = me.code(site.clock() + timedelta(seconds=off))
        assert sign_in(site.browser(), me.name, PASSWORD, code).status_code == status


def test_a_recovery_code_is_good_once_and_only_for_its_account(site: Site) -> None:
    me, other = site.enrolled(), site.enrolled("ash", "cdop_administrator")
    first = me.codes[0].lower().replace("-", " ")
    assert sign_in(site.browser(), other.name, PASSWORD, first).status_code == 422
    assert sign_in(site.browser(), me.name, PASSWORD, first).status_code == 303
    assert sign_in(site.browser("192.0.2.2"), me.name, PASSWORD, me.codes[0]).status_code == 422
    assert sign_in(site.browser("192.0.2.3"), me.name, PASSWORD, me.codes[1]).status_code == 303


def test_who_fails_often_waits_and_the_wait_ends(site: Site) -> None:
    me, browser = site.enrolled(), site.browser()
    for _ in range(6):
        assert sign_in(browser, me.name, "wrong", "000000").status_code == 422
    assert sign_in(browser, me.name, PASSWORD, me.code(site.clock())).status_code == 422
    site.clock.pass_by(seconds=31)
    assert sign_in(browser, me.name, PASSWORD, me.code(site.clock())).status_code == 303


def test_a_stranger_cannot_lock_out_who_has_signed_in_from_there_before(site: Site) -> None:
    me = site.enrolled()
    assert sign_in(site.browser("192.0.2.1"), me.name, PASSWORD, me.code(site.clock())).status_code == 303
    site.clock.pass_by(minutes=1)
    for n in range(8):
        sign_in(site.browser(f"198.51.100.{n}"), me.name, "guess", "000000")
    assert sign_in(site.browser("203.0.113.9"), me.name, PASSWORD, me.code(site.clock())).status_code == 422
    assert sign_in(site.browser("192.0.2.1"), me.name, PASSWORD, me.code(site.clock())).status_code == 303


def test_one_address_that_tries_many_names_waits_as_well(site: Site) -> None:
    me, browser = site.enrolled(), site.browser("198.51.100.1")
    for n in range(6):
        sign_in(browser, f"name{n}", "guess", "000000")
    assert sign_in(browser, me.name, PASSWORD, me.code(site.clock())).status_code == 422
    assert sign_in(site.browser(), me.name, PASSWORD, me.code(site.clock())).status_code == 303


def test_no_wait_is_longer_than_its_most_and_old_failures_are_forgotten() -> None:
    known, at = Failures(), START
    for _ in range(200):
        known = known.failed(at, ACCOUNT_MOST)
    assert known.until == at + ACCOUNT_MOST
    assert ACCOUNT_MOST <= ADDRESS_MOST
    assert known.failed(at + timedelta(hours=25), ACCOUNT_MOST).times == 1


class CountingHasher(PasswordHasher):
    """Counts the passwords it is asked to compare: all but the whole of the time that signing in takes."""

    def __init__(self, like: PasswordHasher) -> None:
        super().__init__(like.time_cost, like.memory_cost, like.parallelism)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.compared.append(str(hash).rsplit("$", 2)[0])
        return super().verify(hash, password)


def test_an_unknown_name_is_as_much_work_as_a_known_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    me, hasher = site.enrolled(), CountingHasher(passwords.HASHER)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    for number, name in enumerate((me.name, "nobody-at-all", "")):
        before = len(hasher.compared)
        sign_in(site.browser(f"198.51.100.{number}"), name, "guess", "000000")
        assert len(hasher.compared) == before + 1, name
    assert len(set(hasher.compared)) == 1, "each by the same parameters"


def test_what_is_kept_opens_nothing(site: Site) -> None:
    me = site.enrolled()
    with site.accounts.engine.connect() as connection:
        kept = str([connection.execute(table.select()).all() for table in ACCOUNTS.metadata.sorted_tables])
    assert "$argon2id$" in kept
    for secret in (PASSWORD, me.secret, *me.codes, "192.0.2.200"):
        assert secret not in kept


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short one", "short one", "12 to 128"),
        ("password1234", "password1234", "not a common one"),
        ("morgan.testerley!", "morgan.testerley!", "not a common one"),
        ("passwordpassword", "passwordpassword", "not a common one"),
        ("Child-Death Review 2026!", "Child-Death Review 2026!", "not a common one"),
        (PASSWORD, PASSWORD + "x", "twice"),
    ],
)
def test_a_password_is_long_and_not_common(site: Site, password: str, again: str, said: str) -> None:
    path, browser = site.add().removeprefix(site.settings.public_url), site.browser()
    page = browser.get(path).text
    given = {"password": password, "again": again, "code": "000000", "csrf_token": token_in(page)}
    answer = browser.post(path, data=given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "not the code that the app shows" in answer.text


@pytest.mark.parametrize(
    "password",
    ["a" * 40 + " two words and more " + "z" * 68, "żółw ½ pié 🐢 sobota", "'; DROP TABLE x --<b>"],
    ids=["128 characters", "any letters", "signs"],
)
def test_any_characters_and_a_long_password_are_taken_as_they_are_typed(password: str) -> None:
    """With its spaces, its capitals and its last letter; none has an age after which it must be changed."""
    assert {"password_hash"} == {each.name for each in local_account.c if "password" in each.name}
    assert passwords.password_faults(password, password, "morgan") == []
    kept = passwords.HASHER.hash(password)
    assert passwords.is_password(kept, password)
    for other in (password[:-1], password + " ", " " + password, password.swapcase()):
        assert not passwords.is_password(kept, other)


@pytest.mark.parametrize("page", ["sign-in", "enrol"])
def test_a_password_is_masked_and_may_be_pasted_or_filled_in(site: Site, page: str) -> None:
    path = "/sign-in" if page == "sign-in" else site.add().removeprefix(site.settings.public_url)
    boxes = re.findall(
        r"<input[^>]*autocomplete=\"(?:current|new)-password\"[^>]*>", site.browser().get(path).text
    )
    assert len(boxes) == (1 if page == "sign-in" else 2)
    assert all('type="password"' in box and "onpaste" not in box for box in boxes)
    assert not any(re.search(r"maxlength|readonly|disabled", box) for box in boxes)


def test_codes_are_too_many_to_be_guessed() -> None:
    """Six digits of an app are good for half a minute, and failures wait; a recovery code has 78 bits."""
    code = new_recovery_codes()[0].replace("-", "")
    assert len(LETTERS) ** len(code) > 2**77
    assert set(code) <= set(LETTERS)
    assert len(pyotp.TOTP(new_secret()).now()) == 6
    assert len(new_secret()) * 5 == 160  # bits


def changed(browser: TestClient, **typed: str) -> Any:
    """What a form for a new password is answered, every field right but for what is given."""
    right = {"old": PASSWORD, "password": "harbour violin seven plums", "again": "harbour violin seven plums"}
    page = browser.get("/sign-in/password").text
    return browser.post("/sign-in/password", data={**right, **typed, "csrf_token": token_in(page)})


def test_one_changes_ones_own_password_with_the_old_one_and_other_sessions_end(site: Site) -> None:
    me, here, there = site.enrolled(), site.browser(), site.browser("192.0.2.9")
    for browser in (here, there):
        assert sign_in(browser, me.name, PASSWORD, me.code(site.clock())).status_code == 303
        site.clock.pass_by(minutes=1)
    assert "Change your password" in here.get("/sign-in/sessions").text
    code = me.code(site.clock())
    for typed, said in (
        ({"password": "short", "again": "short"}, "12 to 128"),
        ({"again": "another"}, "twice"),
        ({"password": PASSWORD, "again": PASSWORD}, "not the one you have"),
        ({"old": "not the old one"}, WRONG),
        ({"code": "000000"}, WRONG),
    ):
        refused = changed(here, **{"code": code, **typed})
        assert (refused.status_code, said in refused.text) == (422, True), typed
    assert changed(here, code=code).status_code == 200
    assert here.get("/sign-in/sessions").status_code == 200
    assert there.get("/sign-in/sessions").status_code == 401
    site.clock.pass_by(minutes=1)
    assert sign_in(there, me.name, PASSWORD, me.code(site.clock())).status_code == 422
    site.clock.pass_by(minutes=1)
    again = sign_in(there, me.name, "harbour violin seven plums", me.code(site.clock()))
    assert again.status_code == 303


def test_the_audit_tells_of_a_new_password_and_of_no_signing_in(site: Site) -> None:
    me, browser = site.enrolled(), site.browser()
    assert sign_in(browser, me.name, PASSWORD, me.code(site.clock())).status_code == 303
    site.clock.pass_by(minutes=1)
    assert changed(browser, code="000000").status_code == 422
    assert changed(browser, code=me.code(site.clock())).status_code == 200
    told = select(audit_entry.c.action, audit_entry.c.person_id, audit_entry.c.subject).order_by(
        audit_entry.c.id
    )
    done = [tuple(each) for each in site.rows(told)]
    assert [each[0] for each in done if each[0] in ("sign_in", "change_password")] == [
        "sign_in",
        "change_password",
    ]
    assert ("change_password", me.name, me.name) in done


def test_guesses_at_the_old_password_are_counted_as_those_of_signing_in_are(site: Site) -> None:
    me, browser = site.enrolled(), site.browser()
    sign_in(browser, me.name, PASSWORD, me.code(site.clock()))
    site.clock.pass_by(minutes=1)
    code = me.code(site.clock())
    for guess in range(FREE + 1):
        assert changed(browser, code=code, old=f"guess number {guess}").status_code == 422
    assert changed(browser, code=code).status_code == 422
    assert site.rows(text("SELECT way, sum(times) FROM failed_sign_in GROUP BY way")) == [
        ("local account", FREE + 2)
    ]
    assert site.browser().get("/sign-in/password").status_code == 401


def test_whose_account_is_set_up_anew_is_signed_out_everywhere(site: Site) -> None:
    lost, browser = site.enrolled(), site.browser()
    assert sign_in(browser, lost.name, PASSWORD, lost.code(site.clock())).status_code == 303
    assert browser.get("/sign-in/sessions").status_code == 200
    with site.accounts.transaction(person=SYSTEM, at=site.clock()) as tx:
        token = make_enrolment(tx, name=lost.name, secret="k" * 40)
    page = site.browser().get(f"/sign-in/enrol/{token}").text
    found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
    assert found
    given = {"password": PASSWORD, "again": PASSWORD, "code": pyotp.TOTP(found[1]).at(site.clock())}
    fresh = site.browser()
    token_typed = token_in(fresh.get(f"/sign-in/enrol/{token}").text)
    answer = fresh.post(f"/sign-in/enrol/{token}", data={**given, "csrf_token": token_typed})
    assert answer.status_code == 200
    assert browser.get("/sign-in/sessions").status_code == 401


def test_a_link_to_enrol_works_once_and_for_a_day(site: Site) -> None:
    path, browser = site.add().removeprefix(site.settings.public_url), site.browser()
    picture = browser.get(f"{path}/picture.png")
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["cache-control"] == "no-store"
    site.clock.pass_by(hours=25)
    late = browser.get(path)
    unknown = browser.get("/sign-in/enrol/" + "x" * 43)
    assert late.status_code == unknown.status_code == 404
    other = site.add("kit").removeprefix(site.settings.public_url)
    page = browser.get(other).text
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
    assert secret
    code = pyotp.TOTP(secret[1]).at(site.clock())
    given = {"password": PASSWORD, "again": PASSWORD, "code": code, "csrf_token": token_in(page)}
    assert browser.post(other, data=given).status_code == 200
    assert [browser.get(other).status_code, browser.get(f"{other}/picture.png").status_code] == [404, 404]
    assert sign_in(browser, "kit", PASSWORD, code).status_code == 422  # that code has been used


def test_an_account_is_reset_by_two_other_people_and_by_nobody_else(site: Site) -> None:
    first, second = site.enrolled(), site.enrolled("ash", "cdop_administrator")
    lost, member = site.enrolled("kit", "panel_member"), site.enrolled("sam", "panel_member")
    browsers = {}
    for one in (first, second, lost, member):
        browsers[one.name] = site.browser()
        assert sign_in(browsers[one.name], one.name, PASSWORD, one.code(site.clock())).status_code == 303
    assert browsers["sam"].get("/accounts").status_code == 403
    shown = {name: 'href="/accounts"' in browser.get("/").text for name, browser in browsers.items()}
    assert shown == {first.name: True, second.name: True, "kit": False, "sam": False}
    asking, agreeing = browsers[first.name], browsers[second.name]
    given = {
        "name": "kit",
        "reason": "Lost the telephone",
        "csrf_token": token_in(asking.get("/accounts").text),
    }
    assert asking.post("/accounts/resets", data=given).status_code == 200
    [row] = site.rows(text("SELECT id FROM local_reset"))
    own = {"csrf_token": token_in(asking.get("/accounts").text)}
    assert asking.post(f"/accounts/resets/{row.id}/agree", data=own).status_code == 409
    token = {"csrf_token": token_in(agreeing.get("/accounts").text)}
    answer = agreeing.post(f"/accounts/resets/{row.id}/agree", data=token)
    assert re.search(r"/sign-in/enrol/[\w-]{43}", answer.text)
    assert agreeing.post(f"/accounts/resets/{row.id}/agree", data=token).status_code == 404
    with pytest.raises(IntegrityError), site.accounts.engine.begin() as connection:
        connection.execute(text("UPDATE local_reset SET agreed_by = asked_by"))


def test_the_command_adds_gives_roles_and_ends_and_who_is_signed_in_is_out(site: Site) -> None:
    me, browser = site.enrolled(), site.browser()
    sign_in(browser, me.name, PASSWORD, me.code(site.clock()))
    with pytest.raises(Conflict):
        site.add()
    with pytest.raises(Invalid):
        site.add("No Name", "king")
    given_roles(site.settings, f" {me.name.upper()}", ["panel_member"])  # as somebody types it
    assert browser.get("/accounts", follow_redirects=False).status_code in (302, 303, 401)
    site.clock.pass_by(minutes=1)
    sign_in(browser, me.name, PASSWORD, me.code(site.clock()))
    assert browser.get("/accounts").status_code == 403
    ended(site.settings, me.name.capitalize())
    assert browser.get("/accounts", follow_redirects=False).status_code in (302, 303, 401)
    site.clock.pass_by(minutes=1)
    assert sign_in(site.browser(), me.name, PASSWORD, me.code(site.clock())).status_code == 422
    assert site.rows(select(local_account.c.ended)) == [(True,)]


@pytest.mark.parametrize("name", ["system", "anonymous"])
def test_no_account_is_called_what_the_product_calls_itself_or_nobody(name: str) -> None:
    assert [fault.field for fault in account_faults(name, "Ada Example", ["auditor"])] == ["name"]


def test_without_the_setting_none_of_it_is_there(database_for: Callable[..., Database], clock: Clock) -> None:
    settings = Settings(events_url="", secret_key="k" * 40, demo=True)
    app = create_web(settings, [], {}, accounts=database_for(ACCOUNTS), now=clock)
    browser = TestClient(app, base_url="http://127.0.0.1:8000")
    page = browser.get("/sign-in").text
    assert 'name="password"' not in page
    assert 'href="/accounts"' not in browser.get("/").text
    assert browser.get("/accounts").status_code == 404
    assert browser.get("/sign-in/enrol/" + "x" * 43).status_code == 404
    with pytest.raises(SettingsError):
        added(settings, "morgan", "Morgan", "", ["cdr_manager"])


def test_beside_a_provider_it_is_refused_unless_said_plainly() -> None:
    given: dict[str, Any] = {
        "events_url": "",
        "secret_key": "k" * 40,
        "local_accounts": True,
        "accounts_database_url": "postgresql+psycopg://x@127.0.0.1/x",
        "oidc_issuer": "https://provider.example",
        "oidc_client_id": "cdop",
    }
    with pytest.raises(ValueError, match="BESIDE_OIDC"):
        Settings(**given)
    assert Settings(**given, local_accounts_beside_oidc=True).local_accounts
    with pytest.raises(ValueError, match="ACCOUNTS_DATABASE_URL"):
        Settings(events_url="", secret_key="k" * 40, local_accounts=True)
