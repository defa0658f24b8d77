"""A small OpenID Connect provider on this machine: enough of one to sign in with."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from deploy.ports import listening_socket

CLIENT = "reviews"


@dataclass
class LocalIssuer:
    """``claims`` is who comes next; ``nonce_wrong`` makes it answer with another sign-in's nonce."""

    url: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    claims: dict[str, Any] = field(default_factory=dict)
    nonce_wrong: bool = False
    seen: dict[str, str] = field(default_factory=dict)

    def token(self, key: RSAKey | None = None, **claims: Any) -> str:
        """A token that this issuer (or the owner of ``key``) signs; a claim that is None is left out."""
        now = int(time.time())
        standard = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "sub": "u-1"}
        signing = key or self.key
        said = {name: value for name, value in {**standard, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": signing.kid}, said, signing)

    def application(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def metadata() -> dict[str, Any]:
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.url, **{name: f"{self.url}/{end}" for name, end in ends.items()}}

        @app.get("/keys")
        def keys() -> Any:
            return KeySet([self.key]).as_dict(private=False)

        @app.get("/authorize")
        def authorize(redirect_uri: str, state: str, nonce: str, code_challenge: str) -> RedirectResponse:
            self.seen = {"nonce": nonce, "challenge": code_challenge}
            return RedirectResponse(f"{redirect_uri}?{urlencode({'state': state, 'code': 'a-code'})}", 302)

        @app.post("/token")
        def token(code: Annotated[str, Form()], code_verifier: Annotated[str, Form()]) -> dict[str, Any]:
            assert (code, bool(code_verifier)) == ("a-code", True)
            nonce = "another" if self.nonce_wrong else self.seen["nonce"]
            return {
                "access_token": "opaque",
                "token_type": "Bearer",
                "id_token": self.token(nonce=nonce, **self.claims),
            }

        return app


@contextmanager
def running_issuer() -> Iterator[LocalIssuer]:
    """The provider on a free port of this machine, until the block ends."""
    listener = listening_socket(0)
    issuer = LocalIssuer(f"http://127.0.0.1:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(issuer.application(), log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.should_exit = True
        thread.join(timeout=60)
