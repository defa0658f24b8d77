"""Notifications accepted over HTTP by one and two processes, beside a bare endpoint on the same database."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.cases import demo_cases
from deploy.host import Installation
from deploy.personas import PERSONAS
from shared.web.tokens import issue_token
from tests.benchmarks.measuring import load, note, report
from tests.benchmarks.processes import CDOP, Server, environment_of, serving

SECONDS = 4.0
ROUNDS = 3  # ours and bare in turn, so that what else the machine does falls on both
CONNECTIONS = 8
SERVE = ("-c", CDOP, "serve", "notifications")
BARE = ("-m", "tests.benchmarks.bare_endpoint")


@dataclass
class Side:
    """One of the two: where its requests go, and what came of them."""

    path: str
    headers: Mapping[str, str]
    servers: Sequence[Server]
    answered: int = 0
    processor: float = 0.0
    payloads: Sequence[Any] = field(default=(), repr=False)

    def load(self) -> None:
        """SECONDS of requests; every answer must be 201."""
        before = sum(server.processor_seconds() for server in self.servers)
        asked = {
            "ports": [server.port for server in self.servers],
            "path": self.path,
            "payloads": self.payloads,
            "headers": self.headers,
            "seconds": SECONDS,
            "connections": CONNECTIONS,
        }
        command = [sys.executable, "-m", "tests.benchmarks.http_load"]
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
        counts = json.loads(done.stdout)
        if set(counts) != {"201"}:
            raise RuntimeError(f"{self.path} was answered {counts}")
        self.answered += counts["201"]
        self.processor += sum(server.processor_seconds() for server in self.servers) - before

    @property
    def rate(self) -> float:
        return self.answered / SECONDS / ROUNDS

    @property
    def milliseconds(self) -> float:
        """Processor time of the web processes for one request."""
        return self.processor / self.answered * 1000


def accepting(place: Installation) -> None:
    """Requests answered 201 a second; any other answer ends the benchmark."""
    environment = environment_of(place.settings)
    payloads = [case.payload for case in demo_cases()][:200]
    token = {"Authorization": f"Bearer {issue_token(place.settings, PERSONAS['partner-system'])}"}
    with ExitStack() as stack:
        ours = [stack.enter_context(serving(*SERVE, environment=environment)) for _ in range(2)]
        beside = {**environment, "BARE_DATABASE_URL": place.settings.owner_url("notifications")}
        bare = [stack.enter_context(serving(*BARE, environment=beside)) for _ in range(2)]
        note(f"  ({CONNECTIONS} connections, {load()})")
        for count in (1, 2):
            mine = Side("/notifications/api/notifications", token, ours[:count], payloads=payloads)
            theirs = Side("/rows", {}, bare[:count], payloads=payloads)
            for _ in range(ROUNDS):
                mine.load()
                theirs.load()
            what = f"Notifications accepted, {count} web process{'es' if count > 1 else ''}"
            report(what, mine.rate, theirs.rate, "requests/s", "bare endpoint")
            spent = f"{mine.milliseconds:.1f} ms, floor {theirs.milliseconds:.1f} ms"
            note(f"  processor time of the web processes a request: {spent}")
