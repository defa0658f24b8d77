"""Tokens with which the APIs are asked: of every role and standing, of programs, and all that are no good."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from services.theming.actions.clients.register_client import register_client
from services.theming.actions.clients.revoke_client import revoke_client
from services.theming.actions.clients.revoke_key import revoke_key
from services.theming.domain.clients.client import EXACT, SCOPES
from shared.people import Permission, Person, Role
from shared.web.session import COOKIE
from shared.web.tokens import to_record
from tests.integration.access.asked_questions import HOST, Headers
from tests.integration.access.every_route import Route, rule_of
from tests.integration.access.test_matrix import is_let_in
from tests.integration.access.visitors import CSRF, Visitor, Visitors
from tests.integration.theming.test_api_clients import TERMS

OFTEN = {"per_hour": "20000", "per_day": "200000"}
# All that one key may be used for: exact numbers have a key of their own.
PROTECTED = [each for each in SCOPES if each != EXACT]
_MANAGER = Person("cdr-manager", "Somebody", frozenset({Role.CDR_MANAGER}), "Somewhere")


@dataclass(frozen=True)
class Token:
    """``visitor``: whose it is, nobody's if it is no good; ``scopes``: of a program's key.

    ``only_reads``: a session of a browser, with which an API changes nothing.
    """

    name: str
    headers: Headers
    visitor: Visitor
    scopes: frozenset[Permission] = frozenset()
    only_reads: bool = False

    def may(self, route: Route) -> bool:
        if self.scopes:
            rule = rule_of(route)
            held = [permission in self.scopes for permission in rule.permissions]
            enough = all(held) if rule.all_of else any(held)
            return not held or (route.service == "theming" and enough)
        if self.only_reads and route.method not in ("GET", "HEAD"):
            return False
        return is_let_in(self.visitor, route)

    @property
    def is_good(self) -> bool:
        return bool(self.scopes) or self.visitor.person is not None


def every_token(visitors: Visitors) -> list[Token]:
    return [*_no_good(visitors), *_of_people(visitors), *_of_programs(visitors)]


def bearer(token: str | bytes, scheme: bytes = b"Bearer ") -> Headers:
    return ((b"authorization", scheme + (token.encode() if isinstance(token, str) else token)),)


def _of_people(visitors: Visitors) -> Iterator[Token]:
    for each in visitors.everybody:
        if each.person:
            yield Token(each.name, bearer(each.bearer), each)
            cookie = f"{COOKIE}={each.client.cookies[COOKIE]}".encode()
            yield Token(f"session of {each.name}", ((b"cookie", cookie),), each, only_reads=True)


def _no_good(visitors: Visitors) -> Iterator[Token]:
    """What opens nothing, however it is sent: whoever has it is nobody."""
    nobody, settings = visitors.named["nobody"], visitors.place.settings
    genuine, key = visitors.named["cdr_manager-stranger"].bearer, settings.secret_key.get_secret_value()
    sent: dict[str, Headers] = {
        "none": (),
        "an empty one": bearer(""),
        "made up": bearer("demo-made-up"),
        "altered": bearer(genuine[:-1] + ("A" if genuine[-1] != "A" else "B")),
        "another's signature": bearer(genuine.rpartition(".")[0] + "." + "A" * 27),
        "of an installation elsewhere": bearer(
            _demo_token("another key, as long as ours should be", "bearer-token")
        ),
        "of another purpose": bearer(_demo_token(key, "form")),
        "expired": bearer(_demo_token(key, "bearer-token", hours=13)),
        "of a provider": bearer(_jwt({"alg": "RS256", "kid": "1"}, b"x" * 256)),
        "of a provider, unsigned": bearer(_jwt({"alg": "none"}, b"")),
        "another scheme": bearer("YTpi", b"Basic "),
        "a password and a token": bearer(genuine, b"Basic "),
        "very long": bearer("demo-" + "A" * 60_000),
        "of no letters": bearer(b"demo-\xff\xfe\x80.\xc3\x28"),
        "a program's, made up": bearer("cdrk_" + "0" * 40),
        "a program's, of no letters": bearer(b"cdrk_\xff_\xfe"),
        "a session, made up": ((b"cookie", f"{COOKIE}=e30.aaaaaa.bbbbbb".encode()),),
        "a session that was ended": ((b"cookie", _ended_session(visitors)),),
    }
    yield from (Token(name, headers, nobody) for name, headers in sent.items())


def _demo_token(key: str, salt: str, hours: int = 0) -> str:
    """As it was given out so many hours ago."""

    class Then(URLSafeTimedSerializer.default_signer):  # type: ignore[misc]
        def get_timestamp(self) -> int:
            return int(super().get_timestamp()) - hours * 3600

    class Given(URLSafeTimedSerializer):
        default_signer = Then

    return "demo-" + str(Given(key, salt=salt).dumps(to_record(_MANAGER)))


def _jwt(header: dict[str, str], signature: bytes) -> str:
    claims = {
        "sub": "cdr-manager",
        "roles": ["cdr_manager"],
        "exp": 4_000_000_000,
        "iss": "https://idp.example",
    }
    parts = [json.dumps(each).encode() for each in (header, claims)]
    return b".".join(urlsafe_b64encode(each).rstrip(b"=") for each in (*parts, signature)).decode()


def _ended_session(visitors: Visitors) -> bytes:
    """The cookie of a manager who has signed out since."""
    client = TestClient(visitors.everybody[0].client.app, base_url=f"http://{HOST}")
    for path, more in (("/sign-in", {"persona": "cdr_manager-stranger"}), ("/sign-out", {})):
        found = CSRF.search(client.get("/sign-in" if more else "/").text)
        assert found
        cookie = client.cookies.get(COOKIE) if not more else ""
        answer = client.post(path, data={"csrf_token": found[1], **more}, follow_redirects=False)
        assert answer.status_code == 303
    return f"{COOKIE}={cookie}".encode()


def _of_programs(visitors: Visitors) -> Iterator[Token]:
    nobody = visitors.named["nobody"]
    for name, given in {"all scopes": PROTECTED, **{each: [each] for each in SCOPES}}.items():
        held = frozenset(permission for scope in given for permission in SCOPES[scope].permissions)
        yield Token(f"a program: {name}", bearer(_program(visitors, name, given)[2]), nobody, scopes=held)
    all_scopes = Token("a program: ", (), nobody)
    for name, key in _ended_keys(visitors).items():
        yield replace(all_scopes, name=f"a program: {name}", headers=bearer(key))


def _ended_keys(visitors: Visitors) -> dict[str, str]:
    ended = {name: _program(visitors, name, PROTECTED) for name in ("revoked", "its key revoked", "expired")}
    _act(visitors, revoke_client, client_id=ended["revoked"][0], because="It is over.")
    of_key = ended["its key revoked"]
    _act(visitors, revoke_key, client_id=of_key[0], key_id=of_key[1], because="It was lost.")
    past = text("UPDATE api_client SET expires_on = current_date - 2 WHERE id = :id")
    with visitors.place.databases["theming"].engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(past, {"id": ended["expired"][0]})
    altered = _program(visitors, "altered", PROTECTED)[2]
    keys = {name: made[2] for name, made in ended.items()}
    return keys | {"altered": altered[:-1] + ("0" if altered[-1] != "0" else "1")}


def _program(visitors: Visitors, name: str, scopes: list[str]) -> tuple[str, str, str]:
    """Its id, its key's id and the key."""
    client, key = _act(visitors, register_client, typed={**TERMS, **OFTEN, "name": name}, scopes=scopes)
    asked = text("SELECT id FROM api_client_key WHERE client_id = :id")
    with visitors.place.databases["theming"].engine.connect() as connection:
        return client, str(connection.scalar(asked, {"id": client})), key


def _act(visitors: Visitors, action: Any, **given: Any) -> Any:
    database = visitors.place.databases["theming"]
    with database.transaction(person=_MANAGER, at=datetime.now(UTC)) as tx:
        return action(tx, **given)
