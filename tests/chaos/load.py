"""Load from people: deaths are notified by program and each case is taken on by the manager, step by step.

A call that is not answered, or answered with an error, is made again until it is answered; but some
notifiers give up after the first trouble, so that what was left behind can be looked at.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2

from tests.chaos.client import Web

PATIENCE_SECONDS = 180
PAUSE_SECONDS = 0.1
GIVES_UP_EVERY = 6
PROFESSIONALS = 2
EVENTS_PER_CASE = 2 + 2 * PROFESSIONALS  # notified, each one asked and answered, the text confirmed
_SENTENCES = (
    "The father had fallen asleep on the sofa with the baby.",
    "The mother smoked throughout the pregnancy.",
    "There was no co-sleeping.",
    "The child had a cough for three days.",
    "An interpreter was asked for and did not come.",
)


@dataclass
class Told:
    """What the outside knows of one notification: what it was answered, and how often it was not."""

    number: int
    key: str
    reference: str = ""
    errors: int = 0
    unanswered: int = 0
    given_up: bool = False
    surprises: list[str] = field(default_factory=list)
    finished: bool = False


class Load:
    """Cases one after another from ``people`` at once, at most ``most``. ``name`` sets its keys apart.

    Everybody rests for ``pause`` seconds after a case.
    """

    def __init__(
        self, web: Web, name: str, *, seed: int, people: int = 3, most: int = 400, pause: float = 0.0
    ) -> None:
        self._web = web
        self._name = name
        self._seed = seed
        self._most = most
        self._pause = pause
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self.told: list[Told] = []
        self._people = [threading.Thread(target=self._work, daemon=True) for _ in range(people)]
        for person in self._people:
            person.start()

    @property
    def finished(self) -> int:
        return sum(one.finished for one in list(self.told))

    def goes_on(self, cases: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until ``cases`` more have been finished: the load is alive."""
        goal, until = min(self.finished + cases, self._most), time.monotonic() + seconds
        while self.finished < goal:
            assert time.monotonic() < until, f"the load stands still at {self.finished} cases"
            assert any(person.is_alive() for person in self._people), "everybody has stopped"
            time.sleep(0.02)

    def finish(self) -> list[Told]:
        """Begin nothing new, finish what was begun; gives what was told."""
        self._enough.set()
        return self.finish_all()

    def finish_all(self) -> list[Told]:
        """Wait until the most cases there may be are finished."""
        for person in self._people:
            person.join(timeout=PATIENCE_SECONDS + 30)
            assert not person.is_alive(), "a case was never answered to its end"
        return self.told

    def _work(self) -> None:
        while not self._enough.is_set():
            with self._lock:
                number = len(self.told)
                if number >= self._most:
                    return
                told = Told(number, f"{self._name}-{number}")
                self.told.append(told)
            _Story(self._web, told, Random(f"{self._seed}-{number}")).tell()
            told.finished = True
            self._enough.wait(self._pause)


class _Story:
    """One case, from its notification to its confirmed text."""

    def __init__(self, web: Web, told: Told, chance: Random) -> None:
        self._web = web
        self._told = told
        self._payload = payload(chance)

    def tell(self) -> None:
        answer = self._answered(
            lambda: self._web.notify(self._payload, self._told.key),
            give_up=self._told.number % GIVES_UP_EVERY == GIVES_UP_EVERY - 1,
        )
        if answer is None or not self._expected("notify", answer, 201):
            return
        self._told.reference = answer.json()["case_reference"]
        case = f"/notifications/cases/{self._told.reference}"
        self._press(f"/notifications/triage/{self._told.reference}/accept")
        self._press(f"{case}/gathering/ask")
        page = self._answered(lambda: self._web.see(f"{case}/gathering"))
        if page is None:
            return
        for request in _links(page.text, "requests"):
            self._press(f"/notifications/requests/{request}/nil-return", reason="Nothing is held.")
        for material in _links(page.text, "materials"):
            self._press(f"/notifications/materials/{material}/confirm")

    def _press(self, path: str, **fields: str) -> None:
        """A step that was done although its answer was lost is refused the second time (409)."""
        before = self._told.errors + self._told.unanswered
        answer = self._answered(lambda: self._web.press(path, **fields))
        if answer is None:
            return
        repeated = self._told.errors + self._told.unanswered > before
        self._expected(path.rsplit("/", 1)[1], answer, *((303, 409) if repeated else (303,)))

    def _expected(self, step: str, answer: httpx2.Response, *statuses: int) -> bool:
        if answer.status_code not in statuses:
            self._told.surprises.append(f"{step}: {answer.status_code}")
        return answer.status_code in statuses

    def _answered(self, ask: Callable[[], httpx2.Response], give_up: bool = False) -> httpx2.Response | None:
        """The first answer that is neither an error of the server nor about signing in; None: given up."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                answer = ask()
            except httpx2.TransportError:
                self._told.unanswered += 1
            else:
                if answer.status_code < 500 and answer.status_code not in (401, 403):
                    return answer
                self._told.errors += answer.status_code >= 500
            if give_up:
                self._told.given_up = True
                return None
            time.sleep(PAUSE_SECONDS)
        self._told.surprises.append("not answered for as long as anybody would wait")
        return None


def payload(chance: Random) -> dict[str, Any]:
    """An invented notification with PROFESSIONALS to ask."""
    died = f"2026-06-{chance.randrange(1, 29):02}"
    return {
        "child": {
            "family_name": f"Testling{chance.randrange(10_000)}",
            "given_names": "Pip",
            "date_of_birth": f"2026-0{chance.randrange(1, 6)}-11",
            "nhs_number": None,
            "sex": chance.choice(("female", "male")),
            "ethnic_category": chance.choice("ABHN"),
        },
        "home": {"postcode": "LE99 1AA", "local_authority": "Leicester"},
        "death": {
            "died_at": f"{died}T04:15",
            "place_of_death": chance.choice(("home", "emergency_department")),
            "expected": "no",
        },
        "circumstances": " ".join(chance.sample(_SENTENCES, 2)),
        "professionals": [
            {"role": "general_practitioner", "name": "Dr Ola Practiceby", "organisation": "A surgery"},
            {"role": "health_visitor", "name": "Bo Visitham", "organisation": "A trust"},
        ],
        "notifier": {
            "name": "Dr Eve Wardley",
            "role": "paediatrician",
            "organisation": "A hospital",
            "sector": "acute_hospital",
        },
        "notified_at": f"{died}T11:00",
    }


def _links(page: str, kind: str) -> list[str]:
    """The ids of the requests or materials that a gathering page links to, once each."""
    return list(dict.fromkeys(re.findall(rf"/notifications/{kind}/([0-9a-f]{{32}})", page)))
