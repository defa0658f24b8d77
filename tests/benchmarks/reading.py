"""Forty members reading a bundle at once: how long the reader's first page takes to be answered."""

import random
import re
import threading
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import urlencode

from deploy.host import Installation
from services.panel.actions.bundles.add_case_material import add_case_material
from shared.people import SYSTEM
from tests.benchmarks.material import TEXTS
from tests.benchmarks.measuring import load, note, report_times
from tests.benchmarks.processes import CDOP, environment_of, serving
from tests.integration.panel.conftest import CASE, NOW, Panel, material

MEMBERS, SECONDS, WARMING_UP = 40, 20.0, 4.0
TURNS_A_PAGE_AFTER = 2.0  # seconds, on average: quicker than anybody reads
MOST_MILLISECONDS = 100.0
DOCUMENTS, LETTERS = 8, 45_000  # a bundle of 150 pages
SERVE = ("-c", CDOP, "serve", "panel")
FRONT = f"/panel/cases/{CASE}/bundle"


class Member(threading.Thread):
    """Somebody who opens the bundle, turns a page, and opens it again; each answer is timed whole."""

    def __init__(self, port: int, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = ""
        self.chance, self.until = random.Random(number), until
        self.first_pages: list[tuple[float, float]] = []
        self.failed = ""

    def run(self) -> None:
        try:
            self._sign_in()
            time.sleep(self.chance.uniform(0, TURNS_A_PAGE_AFTER))
            while time.monotonic() < self.until:
                began = time.perf_counter()
                self._get(FRONT)
                self.first_pages.append((time.monotonic(), time.perf_counter() - began))
                self._read()
                self._get(f"{FRONT}/documents/{self.chance.randint(1, DOCUMENTS)}")
                self._read()
        except Exception as failure:
            self.failed = repr(failure)

    def _read(self) -> None:
        # Not as long as a server keeps an idle connection: what opening one takes is not measured here.
        time.sleep(min(self.chance.expovariate(1 / TURNS_A_PAGE_AFTER), 4.0))

    def _sign_in(self) -> None:
        form = self._get("/sign-in")
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        body = urlencode({"csrf_token": token[1] if token else "", "persona": "panel-member"})
        self._ask("POST", "/sign-in", body, 303)

    def _get(self, path: str) -> str:
        return self._ask("GET", path, None, 200)

    def _ask(self, method: str, path: str, body: str | None, status: int) -> str:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != status:
            raise RuntimeError(f"{method} {path} was answered {answer.status}")
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return text


def reading(place: Installation) -> None:
    """A row of the table: the reader's first page, one web process, on 127.0.0.1."""
    panel = Panel(place.databases["panel"])
    _fill(panel)
    with ExitStack() as stack:
        server = stack.enter_context(serving(*SERVE, environment=environment_of(place.settings)))
        began = time.monotonic()
        members = [Member(server.port, number, began + WARMING_UP + SECONDS) for number in range(MEMBERS)]
        for each in members:
            each.start()
        for each in members:
            each.join()
    if failed := [each.failed for each in members if each.failed]:
        raise RuntimeError(failed[0])
    taken = [spent for each in members for at, spent in each.first_pages if at > began + WARMING_UP]
    p95 = quantiles(taken, n=20)[18] * 1000
    report_times("First page of a bundle", taken, f"{MEMBERS} members, {len(taken)} openings, {load()}")
    turning = f"each turns a page every {TURNS_A_PAGE_AFTER:g} s"
    note(f"  p95 {p95:.0f} ms (at most {MOST_MILLISECONDS:.0f}); {turning}")


def _fill(panel: Panel) -> None:
    panel.notified()
    panel.on_agenda()
    text = "\n\n".join(TEXTS) * 3
    for number in range(2, DOCUMENTS + 1):
        part = material(
            material_id=f"m{number}", title=f"Return {number}", kind="reporting_form", text=text[:LETTERS]
        )
        with panel.database.transaction(person=SYSTEM, at=NOW) as tx:
            add_case_material(tx, part)
