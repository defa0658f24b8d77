"""A realm of the real provider, the product as its client on this machine, and a browser between."""

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from deploy.ports import listening_socket
from shared.web.open_id import ENDED_PATH

CLIENT, SECRET = "child-death-review", "a secret between the two of them"
REALM, ELSEWHERE = "reviews", "elsewhere"
MORGAN = ("morgan", "correct horse battery")
PAT = ("pat", "staple correct horse")
KIM = ("kim", "horse battery staple")
STRANGER = ("stranger", "battery staple correct")
MAPPING = """
[person]
organisation = "groups"

[[roles]]
claim = "realm_access.roles"
values = {"CDR Office Lead" = "cdr_manager", audit = "auditor", dba = "cdop_administrator"}

[organisations]
"NHS-7A" = "Child death review office"
"""


def realm(name: str, client_port: int) -> dict[str, Any]:
    """A realm with three people, in which the product on ``client_port`` is a client."""
    return {
        "realm": name,
        "enabled": True,
        "sslRequired": "none",
        "roles": {"realm": [{"name": each} for each in ("CDR Office Lead", "audit", "canteen")]},
        "groups": [{"name": "NHS-7A"}, {"name": "NHS-other"}],
        "users": [
            _user(MORGAN, "Morgan", "CDR Office Lead", "NHS-7A"),
            _user(PAT, "Pat", "audit", "NHS-other"),
            _user(KIM, "Kim", "CDR Office Lead", "NHS-7A"),
            _user(STRANGER, "Sam", "canteen", "NHS-7A"),
        ],
        "clients": [_client(client_port)],
    }


def _user(who: tuple[str, str], given_name: str, role: str, group: str) -> dict[str, Any]:
    return {
        "username": who[0],
        "enabled": True,
        "firstName": given_name,
        "lastName": "Testerley",
        "email": f"{who[0]}@reviews.example",
        "emailVerified": True,
        "credentials": [{"type": "password", "value": who[1]}],
        "realmRoles": [role],
        "groups": [f"/{group}"],
    }


def _client(port: int) -> dict[str, Any]:
    address = f"http://127.0.0.1:{port}"
    everywhere = {f"{token}.token.claim": "true" for token in ("id", "access", "userinfo")}
    roles = {"claim.name": "realm_access.roles", "jsonType.label": "String", "multivalued": "true"}
    mappers = {
        "oidc-usermodel-realm-role-mapper": everywhere | roles,
        "oidc-group-membership-mapper": everywhere | {"claim.name": "groups", "full.path": "false"},
        "oidc-audience-mapper": {"included.client.audience": CLIENT, "access.token.claim": "true"},
    }
    return {
        "clientId": CLIENT,
        "secret": SECRET,
        "redirectUris": [f"{address}/*"],
        "directAccessGrantsEnabled": True,
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "backchannel.logout.url": f"{address}{ENDED_PATH}",
            "backchannel.logout.session.required": "true",
            "post.logout.redirect.uris": f"{address}/*",
        },
        "protocolMappers": [
            {"name": kind, "protocol": "openid-connect", "protocolMapper": kind, "config": config}
            for kind, config in mappers.items()
        ],
    }


@contextmanager
def served(application: FastAPI, port: int) -> Iterator[None]:
    """The application on a port of this machine, where the provider reaches it too."""
    server = uvicorn.Server(uvicorn.Config(application, log_config=None))
    with listening_socket(port) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(timeout=60)


class Browser:
    """Follows links and fills in forms, ours and the provider's, as a person's browser does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx2.Client(base_url=address, follow_redirects=True, timeout=60)
        # As browsers do: what comes from this machine itself is as good as TLS.
        self.client.cookies.jar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))

    def get(self, path: str, **how: Any) -> httpx2.Response:
        return self.client.get(path, **how)

    def send(self, path: str, page: httpx2.Response, **fields: str) -> httpx2.Response:
        """A form of ours, with the anti-forgery token of ``page``."""
        return self.client.post(path, data={**fields, "csrf_token": _field(page, "csrf_token")})

    def leave(self, **asked: str) -> httpx2.Response:
        """To the provider's own page, where it asks for a password."""
        shown = self.get("/sign-in/organisation", params=asked)
        assert 'name="password"' in shown.text, shown.text[:2000]
        return shown

    def answer(self, form: httpx2.Response, who: tuple[str, str], *, back: bool = True) -> httpx2.Response:
        """Fill in the provider's form. ``back`` False: stop where it sends the browser back to us."""
        action = re.search(r'<form[^>]*action="([^"]+)"', form.text)
        assert action
        place, typed = html.unescape(action[1]), {"username": who[0], "password": who[1]}
        answer = self.client.post(place, data=typed, follow_redirects=False)
        assert answer.status_code == 302, answer.text[:2000]
        return self.get(answer.headers["location"]) if back else answer

    def sign_in(self, who: tuple[str, str], after: str = "/") -> httpx2.Response:
        return self.answer(self.leave(next=after), who)

    @property
    def cookie(self) -> str:
        """Ours, as it is now."""
        return next(cookie.value or "" for cookie in self.client.cookies.jar if cookie.name == "cdr_session")

    def with_cookie(self, value: str) -> httpx2.Client:
        """Somebody who holds a copy of the cookie, and nothing else."""
        return httpx2.Client(base_url=self.address, cookies={"cdr_session": value}, timeout=60)


def _field(page: httpx2.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text[:2000]
    return html.unescape(found[1])
