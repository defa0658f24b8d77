"""Addresses of routes: with ids of things that there are, and with ids like them of nothing."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text

from deploy.host import Installation
from tests.integration.access.every_route import Route

REAL_IDS = Path(__file__).parent / "real_ids.toml"


@cache
def questions() -> dict[str, dict[str, str]]:
    return tomllib.loads(REAL_IDS.read_text())


@dataclass
class Addresses:
    """``case`` and ``meeting``: the ones that real addresses name."""

    place: Installation
    case: str
    meeting: str
    _asked: dict[tuple[str, str], Any] = field(default_factory=dict)

    def real(self, route: Route) -> str:
        """With ids that the databases hold; where they hold none of a kind, with one of nothing."""
        return self._filled(route, self._real_id)

    def guessed(self, route: Route) -> str:
        """As long as the real one, of the same form, and of nothing: a guess one beside it or further."""
        return self._filled(route, self._guessed_id)

    def _guessed_id(self, service: str, kind: str, known: dict[str, str]) -> str:
        real = self._real_id(service, kind, known)
        return real if kind.endswith(WORDS) else beside(real)

    def is_there(self, route: Route) -> bool:
        """Whether every parameter has a real id here."""
        known = {"case": self.case, "meeting": self.meeting, "route": route.own}
        return all(self._found(route.service, kind, known) is not None for _, kind in route.parameters)

    def _filled(self, route: Route, id_of: Any) -> str:
        path, known = route.path, {"case": self.case, "meeting": self.meeting, "route": route.own}
        for name, kind in route.parameters:
            value = id_of(route.service, kind, known)
            known.setdefault(name, self._real_id(route.service, kind, known))
            path = re.sub(rf"\{{{name}(:\w+)?\}}", value, path, count=1)
        return path

    def _real_id(self, service: str, kind: str, known: dict[str, str]) -> str:
        found = self._found(service, kind, known)
        parameter = "{" + kind.partition("{")[2]
        return OF_ONE_FORM.get(parameter, "nothing") if found is None else found

    def _found(self, service: str, kind: str, known: dict[str, str]) -> str | None:
        told = questions().get(service, {})
        asked = told.get(f"{known['route'].split('/')[1]}: {kind}", told.get(kind))
        if asked is None:
            return ENDINGS.get("{" + kind.partition("{")[2])
        if asked.startswith("the "):
            return known[asked.removeprefix("the ")]
        return self._answered(service, asked.format_map(Blank(known)))

    def _answered(self, service: str, question: str) -> str | None:
        if (service, question) not in self._asked:
            with self.place.databases[service].engine.connect() as connection:
                found = connection.scalar(text(question))
            self._asked[service, question] = None if found is None else str(found)
        return self._asked[service, question]


class Blank(dict[str, str]):
    """What is not known is nothing's."""

    def __missing__(self, key: str) -> str:
        return "nothing"


# Parameters that are words of the product: to guess one tells nothing.
WORDS = ("{topic}", "{step}", "{way}", "{kind}", "{file}", "{section}", "{drawing}", "{token}", "{digest}")

# What stands in an address and is no id: kinds of files, and tokens that nobody signed.
ENDINGS = {"{kind}": "csv", "{token}": "made-up", "{digest}": "0", "{name}": "nothing.css"}


# What an id of nothing is where the address takes only ids of one form.
OF_ONE_FORM = {
    "{event}": "00000000-0000-4000-8000-000000000000",
    "{number}": "7",
    "{batch}": "0" * 32,
}


def beside(value: str) -> str:
    """An id like this one, of nothing: the same length and form."""
    if re.fullmatch(r"[A-Z]+-\d{4}-\d{4,6}", value):
        return value[: value.rindex("-") + 1] + "9" * (len(value) - value.rindex("-") - 1)
    if value.isdigit():
        return "9" * len(value)
    if re.fullmatch(r"[0-9a-f-]{32,36}", value):
        return value[:-4] + ("0bad" if value[-4:] != "0bad" else "0dad")
    return value[:-1] + ("x" if value[-1] != "x" else "y")
