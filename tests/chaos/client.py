"""Somebody who notifies deaths, and the CDR manager, over HTTP: they repeat what was not answered."""

import itertools
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from deploy.personas import persona
from shared.settings import Settings
from shared.web.tokens import issue_token

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Web:
    """The web replicas of a service; each call goes to the next one. Safe in several threads."""

    def __init__(self, bases: Sequence[str], settings: Settings) -> None:
        self._next = itertools.cycle(bases)
        self._bearer = {"Authorization": f"Bearer {issue_token(settings, persona('partner-system'))}"}
        self._lock = threading.Lock()
        self._mine = threading.local()

    def notify(self, payload: Mapping[str, Any], key: str) -> httpx2.Response:
        """One try to notify a death. Raises httpx2.TransportError where no answer came."""
        headers = {**self._bearer, "Idempotency-Key": key}
        return self._client.post(self._url("/notifications/api/notifications"), json=payload, headers=headers)

    def press(self, path: str, **fields: str) -> httpx2.Response:
        """One try to post a form of a page, as the manager."""
        if not getattr(self._mine, "token", ""):
            self._sign_in()
        answer = self._client.post(self._url(path), data={"csrf_token": self._mine.token, **fields})
        if answer.status_code in (401, 403):  # signed out in the meantime
            self._mine.token = ""
        return answer

    def see(self, path: str) -> httpx2.Response:
        """One try to open a page, as the manager."""
        if not getattr(self._mine, "token", ""):
            self._sign_in()
        return self._client.get(self._url(path))

    def _sign_in(self) -> None:
        form = {"csrf_token": self._token_on("/sign-in"), "persona": "cdr-manager"}
        self._client.post(self._url("/sign-in"), data=form)
        self._mine.token = self._token_on("/sign-in")

    def _token_on(self, path: str) -> str:
        found = _TOKEN.search(self._client.get(self._url(path)).text)
        if not found:
            raise httpx2.TransportError("no page came")
        return found[1]

    def _url(self, path: str) -> str:
        with self._lock:
            return next(self._next) + path

    @property
    def _client(self) -> httpx2.Client:
        """Each thread is a person with a browser of her own."""
        if not hasattr(self._mine, "client"):
            self._mine.client = httpx2.Client(timeout=60, trust_env=False)
        client: httpx2.Client = self._mine.client
        return client
