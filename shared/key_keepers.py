"""Keys that are kept outside: a program on this machine, or a key server, wraps and unwraps with them.

The key itself never comes here. Two kinds, written in the setting behind the key's name:

* ``command:/path/of/program#NAME``: started as ``program wrap NAME`` or
  ``program unwrap NAME``, with one line of JSON on its standard input (``{"bound_to", "content"}``, the
  content in base64); it answers with base64. So a smart card or an HSM (PKCS#11) is reached by its own tool.
* ``transit+https://host:8200/v1/transit/keys/NAME?token_file=/run/secrets/token&ca=/run/secrets/ca``: the
  transit engine of HashiCorp Vault and OpenBao (source: their API documentation, "encrypt" and "decrypt").
"""

import base64
import binascii
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECONDS = 20
NOT_OURS = 65  # how a program says that what it was given is not what it wrapped (EX_DATAERR, sysexits.h)
_FORM = "transit+https://host[:port]/v1/transit/keys/NAME?token_file=FILE[&ca=FILE]"


class SealBroken(Exception):
    """The content was altered, belongs to something else, or was sealed with a key that is not here."""


class KeyKeeperAway(Exception):
    """What keeps the key does not answer, or refuses; it may do so later."""


@dataclass(frozen=True)
class KeyByCommand:
    """A program that wraps with a key of its own; ``name`` is handed to it."""

    program: str
    name: str

    def wrap(self, data_key: bytes, *, bound_to: str) -> bytes:
        return self._asked("wrap", data_key, bound_to)

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        return self._asked("unwrap", wrapped, bound_to)

    def _asked(self, verb: str, content: bytes, bound_to: str) -> bytes:
        told = json.dumps({"bound_to": bound_to, "content": base64.b64encode(content).decode()})
        command = [self.program, verb, self.name]
        try:
            done = subprocess.run(command, input=told.encode(), capture_output=True, timeout=SECONDS, env={})
            if done.returncode == NOT_OURS and verb == "unwrap":
                raise SealBroken("The stored key is not what was wrapped.")
            if done.returncode:
                raise KeyKeeperAway(f"The program that keeps the key '{self.name}' ended with an error.")
            return base64.b64decode(done.stdout.strip(), validate=True)
        except (OSError, subprocess.TimeoutExpired, binascii.Error):
            raise KeyKeeperAway(f"The program that keeps the key '{self.name}' does not answer.") from None


@dataclass(frozen=True)
class KeyByTransit:
    """A key of a transit engine. ``base``: the engine's address; ``token_file``: whose token is sent."""

    base: str
    name: str
    token_file: str
    ca: str = ""

    def wrap(self, data_key: bytes, *, bound_to: str) -> bytes:
        told = {"plaintext": _text(data_key), "associated_data": _text(bound_to.encode())}
        return str(self._asked("encrypt", told)["ciphertext"]).encode()

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        told = {"ciphertext": wrapped.decode(errors="replace"), "associated_data": _text(bound_to.encode())}
        return base64.b64decode(self._asked("decrypt", told)["plaintext"])

    def _asked(self, verb: str, told: dict[str, str]) -> dict[str, Any]:
        import httpx2  # allow goes-out: to the key server that CDOP_DOCUMENT_KEYS or CDOP_REVERSAL_KEYS names

        try:
            headers = {"X-Vault-Token": Path(self.token_file).read_text().strip()}
            with httpx2.Client(verify=_trusted(self.ca), timeout=SECONDS, trust_env=False) as client:
                answer = client.post(f"{self.base}/{verb}/{self.name}", json=told, headers=headers)
            if answer.status_code == 400 and verb == "decrypt":
                raise SealBroken("The stored key is not what was wrapped.")
            if answer.status_code != 200:
                raise KeyKeeperAway(f"The key server answered {answer.status_code} for '{self.name}'.")
            data = answer.json()["data"]
            return data if isinstance(data, dict) else {}
        except (httpx2.HTTPError, OSError, ValueError, KeyError):
            raise KeyKeeperAway(f"The key server does not answer for '{self.name}'.") from None


def keeper_at(text: str) -> KeyByCommand | KeyByTransit | None:
    """The keeper that a setting names; None if it is no keeper. Raises ValueError with what to write."""
    kind, _, rest = text.partition(":")
    if kind == "command":
        program, _, name = rest.partition("#")
        if not program.startswith("/"):
            raise ValueError("write command:/path/of/program#name-of-the-key, with the whole path")
        return KeyByCommand(program, name)
    return _transit(text.removeprefix("transit+")) if kind.startswith("transit+") else None


def _transit(url: str) -> KeyByTransit:
    split = urlsplit(url)
    base, _, name = split.path.rpartition("/keys/")
    given = {key: values[0] for key, values in parse_qs(split.query).items()}
    safe = split.scheme == "https" or split.hostname in ("127.0.0.1", "localhost")
    if not (safe and split.hostname and base and name and given.get("token_file")) or given.keys() - {
        "token_file",
        "ca",
    }:
        raise ValueError(f"write {_FORM}; plain http is for this machine only")
    return KeyByTransit(
        f"{split.scheme}://{split.netloc}{base}", name, given["token_file"], given.get("ca", "")
    )


def _trusted(ca: str) -> Any:
    import ssl

    return ssl.create_default_context(cafile=ca or None)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
