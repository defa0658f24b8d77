"""Every route of the product, with the rule that says whom it is for, and the addresses to call it at."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi.routing import APIRoute

from deploy.services import SERVICES
from shared.people import Permission
from shared.web.application import _of_the_root

RULES = Path(__file__).parent / "rules"
WORDS = ("public: ", "link: ", "session: ")


@dataclass(frozen=True)
class Route:
    """``path`` starts at the root of the site; ``own`` at the service's prefix."""

    service: str
    method: str
    path: str
    own: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.own}"

    @property
    def is_api(self) -> bool:
        return self.own.startswith("/api/")

    @property
    def names_a_case(self) -> bool:
        return "{case_reference}" in self.own or "{case}" in self.own

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Each parameter, with the part of the path before it: what kind of id it takes."""
        parts = self.own.strip("/").split("/")
        found = []
        for before, part in zip(["", *parts], parts, strict=False):
            found += [(name, f"{before}/{{{name}}}") for name in re.findall(r"\{(\w+)(?::\w+)?\}", part)]
        return found


@cache
def every_route() -> tuple[Route, ...]:
    return tuple(_routes())


def _routes() -> Iterator[Route]:
    owners = [("root", "", _of_the_root), *((each.name, each.prefix, each.routers) for each in SERVICES)]
    for service, prefix, routers in owners:
        for router in routers():
            for route in router.routes:
                assert isinstance(route, APIRoute), f"{service}: {route} is called by nothing here"
                for method in sorted((route.methods or set()) - {"HEAD"}):
                    yield Route(service, method, prefix + route.path, route.path)


@dataclass(frozen=True)
class Rule:
    """Whom a route is for: who holds one of ``permissions`` (or ``all_of`` them); without any, ``why``."""

    permissions: tuple[Permission, ...]
    all_of: bool = False
    kind: str = ""
    why: str = ""


@cache
def rules() -> dict[str, dict[str, Rule]]:
    """By service and by method and path, as the files under ``rules`` say."""
    return {
        file.stem: {name: _rule(said) for name, said in tomllib.loads(file.read_text()).items()}
        for file in sorted(RULES.glob("*.toml"))
    }


def _rule(said: str) -> Rule:
    """ "permission", "one | other", "one & other", or why it asks for none: "public: ...", "link: ..."."""
    for kind in WORDS:
        if said.startswith(kind):
            return Rule((), kind=kind.removesuffix(": "), why=said.removeprefix(kind))
    return Rule(tuple(Permission(each.strip()) for each in re.split(r"[|&]", said)), all_of="&" in said)


def rule_of(route: Route) -> Rule:
    return rules()[route.service][route.name]
