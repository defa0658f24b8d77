"""The deployment's files as data: the compose files, filled in as Docker would, and what they run."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml
from typer.main import get_command

from deploy.cli import app

ROOT = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "deploy/compose.demo.yml", "deploy/compose.tls.yml")
SCHEMA = ROOT / "node_modules" / "dclint" / "schemas" / "compose.schema.json"
_VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::-([^}]*))?\}")


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def composed(name: str = FILES[0], **given: str) -> dict[str, Any]:
    """A compose file with its variables filled in: from ``given``, else with their defaults."""
    filled = _filled(yaml.safe_load(text_of(name)), given)
    assert isinstance(filled, dict)
    return filled


def _filled(part: Any, given: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, given) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, given) for value in part]
    if isinstance(part, str):
        return _VARIABLE.sub(lambda found: given.get(found[1], found[2] or ""), part)
    return part


def variables(name: str) -> set[str]:
    """The variables a compose file asks for."""
    return {found[1] for found in _VARIABLE.finditer(text_of(name))}


def env_example() -> dict[str, str]:
    """The variables of ``.env.example``, those that are commented out included."""
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", text_of(".env.example"), flags=re.MULTILINE)
    return dict(lines)


def services() -> dict[str, dict[str, Any]]:
    found = composed()["services"]
    assert isinstance(found, dict)
    return found


def ours() -> dict[str, dict[str, Any]]:
    """The containers made from our image."""
    return {
        name: each for name, each in services().items() if each["image"].startswith("child-death-review/")
    }


def parsed(container: Mapping[str, Any]) -> click.Context:
    """What ``cdop`` makes of the container's command, in its environment; UsageError if it refuses it."""
    program, name, *arguments = container["command"]
    assert program == "cdop"
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    context = command.make_context(name, list(arguments))
    for parameter in command.params:
        if parameter.envvar in container["environment"]:
            context.params[parameter.name] = container["environment"][parameter.envvar]
    return context  # type: ignore[no-any-return]


def option_variables() -> set[str]:
    """The environment variables that options of ``cdop`` read."""
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    return {each.envvar for command in commands for each in command.params if each.envvar}


def asked_for_health(container: Mapping[str, Any]) -> tuple[int, str]:
    """The port and path its health check asks."""
    found = re.search(r"http://127\.0\.0\.1:(\d+)(/[a-z]+)", " ".join(container["healthcheck"]["test"]))
    assert found, "its health check asks no address"
    return int(found[1]), found[2]


def upstreams() -> Iterator[tuple[str, str, int]]:
    """What the gateway passes on: (path, container, port)."""
    route = re.compile(
        r"handle(?: (\S+))? \{(?:(?!\n\thandle).)*?name \{\$\w+:([\w-]+)\}\s+port \{\$\w+:(\d+)\}", re.DOTALL
    )
    for path, name, port in route.findall(text_of("deploy/gateway/routes.caddy")):
        yield path, name, int(port)


def environment_names_read() -> set[str]:
    """Every ``CDOP_`` name that the code asks the environment for by itself."""
    code = [file.read_text() for part in ("deploy", "shared") for file in (ROOT / part).rglob("*.py")]
    return {name for text in code for name in re.findall(r"environ[^\n]*?\"(CDOP_[A-Z_]+)\"", text)}
