"""Forty members reading a bundle at once: how long the reader's first page takes to be answered.

They read: between two pages each of them takes 3 to 6 seconds, at random, quicker than anybody reads a page.
So 40 of them ask for about 9 pages in a second. What the server could answer if nobody read is measured
beside it: the same pages in a closed loop, each member asking anew when answered, and with them a bare
endpoint of the same server, which no page can be quicker than.
"""

import random
import re
import threading
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from statistics import median, quantiles
from urllib.parse import urlencode

from deploy.host import Installation
from services.panel.actions.bundles.add_case_material import add_case_material
from shared.people import SYSTEM
from tests.benchmarks.material import TEXTS
from tests.benchmarks.measuring import load, note, report, report_times
from tests.benchmarks.processes import CDOP, environment_of, serving
from tests.integration.panel.conftest import CASE, NOW, Panel, material

MEMBERS, SECONDS, WARMING_UP = 40, 20.0, 6.0
READS_A_PAGE = (3.0, 6.0)  # seconds, shortest and longest
CLOSED_LOOP_SECONDS, BARE = 5.0, "/health"
MOST_MILLISECONDS = 100.0
DOCUMENTS, LETTERS = 8, 45_000  # a bundle of 150 pages
SERVE = ("-c", CDOP, "serve", "panel")
FRONT = f"/panel/cases/{CASE}/bundle"


class Member(threading.Thread):
    """Somebody who opens the bundle, turns a page, and opens it again; each answer is timed whole.

    ``reads``: whether they take the time to read. ``path``: asked for in place of the bundle's pages.
    """

    def __init__(self, port: int, number: int, until: float, reads: bool = True, path: str = "") -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = ""
        self.chance, self.until = random.Random(number), until
        self.reads, self.path = reads, path
        self.first_pages: list[tuple[float, float]] = []
        self.pages = 0
        self.failed = ""

    def run(self) -> None:
        try:
            self._sign_in()
            time.sleep(self.chance.uniform(0, READS_A_PAGE[1]) if self.reads else 0)
            while time.monotonic() < self.until:
                began = time.perf_counter()
                self._get(self.path or FRONT)
                self.first_pages.append((time.monotonic(), time.perf_counter() - began))
                self._read()
                self._get(self.path or f"{FRONT}/documents/{self.chance.randint(1, DOCUMENTS)}")
                self._read()
        except Exception as failure:
            self.failed = repr(failure)

    def _read(self) -> None:
        self.pages += 1
        if self.reads:
            time.sleep(self.chance.uniform(*READS_A_PAGE))

    def _sign_in(self) -> None:
        form = self._get("/sign-in")
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        body = urlencode({"csrf_token": token[1] if token else "", "persona": "panel-member"})
        self._ask("POST", "/sign-in", body, 303)

    def _get(self, path: str) -> str:
        return self._ask("GET", path, None, 200)

    def _ask(self, method: str, path: str, body: str | None, status: int) -> str:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._answer(method, path, body, headers)
        text = answer.read().decode()
        if answer.status != status:
            raise RuntimeError(f"{method} {path} was answered {answer.status}")
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return text

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        """A browser opens another connection where the server has closed one that was idle for 5 s."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except ConnectionError:
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()


def reading(place: Installation) -> None:
    """A row of the table: the reader's first page, one web process, on 127.0.0.1."""
    panel = Panel(place.databases["panel"])
    _fill(panel)
    with ExitStack() as stack:
        server = stack.enter_context(serving(*SERVE, environment=environment_of(place.settings)))
        began = time.monotonic()
        members = _all_at_once(server.port, began + WARMING_UP + SECONDS)
        lasted = time.monotonic() - began
        closed = [_in_a_closed_loop(server.port, path) for path in ("", BARE)]
    taken = [spent for each in members for at, spent in each.first_pages if at > began + WARMING_UP]
    p95 = quantiles(taken, n=20)[18] * 1000
    report_times("First page of a bundle", taken, f"{MEMBERS} members, {len(taken)} openings, {load()}")
    pages = sum(each.pages for each in members) / lasted
    shortest, longest = READS_A_PAGE
    turning = f"each opens another page after {shortest:g} to {longest:g} s, {pages:.1f} pages/s"
    note(
        f"  p50 {median(taken) * 1000:.0f} ms, p95 {p95:.0f} ms (at most {MOST_MILLISECONDS:.0f}); {turning}"
    )
    report("  The same pages in a closed loop", *closed, "pages/s", f"{BARE} of the same server")


def _all_at_once(port: int, until: float, reads: bool = True, path: str = "") -> list[Member]:
    """Every member once they have stopped; RuntimeError with the first failure of any."""
    members = [Member(port, number, until, reads, path) for number in range(MEMBERS)]
    for each in members:
        each.start()
    for each in members:
        each.join()
    if failed := [each.failed for each in members if each.failed]:
        raise RuntimeError(failed[0])
    return members


def _in_a_closed_loop(port: int, path: str) -> float:
    """Answers in a second to as many members, none of whom reads."""
    began = time.monotonic()
    members = _all_at_once(port, began + CLOSED_LOOP_SECONDS, reads=False, path=path)
    return sum(each.pages for each in members) / (time.monotonic() - began)


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
