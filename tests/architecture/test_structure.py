"""What the layout promises, checked on the source itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("notifications", "panel", "theming")
GENERIC = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "base",
    "core",
    "manager",
    "models",
    "views",
}
COMMIT_PLACES = {
    "deploy/backup/restoring.py",
    "shared/messaging/database_log.py",
    "shared/messaging/kafka_reading.py",
    "shared/messaging/relay.py",
    "shared/messaging/consumer.py",
    "shared/messaging/replay.py",
    "shared/storage/database.py",
}
READ_PLACES = ("queries", "tables", "migrations")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in p.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def calls(path: Path) -> frozenset[str]:
    """The names of what a file calls."""
    called = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return frozenset(one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called)


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_only_the_edge_commits() -> None:
    found = {relative(path) for path in sources("services", "shared", "deploy") if "commit" in calls(path)}
    assert found <= COMMIT_PLACES


@pytest.mark.parametrize("service", SERVICES)
def test_the_domain_never_asks_the_time_or_makes_identifiers(service: str) -> None:
    asked = {"now", "utcnow", "today", "uuid4", "uuid1", "token_urlsafe"}
    files = list(sources(f"services/{service}/domain"))
    found = {(relative(path), call) for path in files for call in calls(path) if call in asked}
    assert found == set()


@pytest.mark.parametrize("service", SERVICES)
def test_reads_are_written_in_queries_only(service: str) -> None:
    found = [
        relative(path)
        for path in sources(f"services/{service}")
        if "select" in calls(path) and not any(part.startswith(READ_PLACES) for part in path.parts[-3:])
    ]
    assert found == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_its_members(service: str) -> None:
    folder = ROOT / "services" / service
    members = {"README.md", "app.py", "api.py", "domain", "actions", "migrations", "templates"}
    assert {name for name in members if not (folder / name).exists()} == set()
    assert (folder / "handlers.py").exists() == (service != "notifications")


def test_no_file_has_a_name_under_which_code_piles_up() -> None:
    found = [relative(path) for path in sources("services", "shared", "deploy") if path.stem in GENERIC]
    assert found == []


def test_locks_name_no_package_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert "index-url" not in text
        assert '"resolved"' not in text


def test_generated_files_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.generated", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_the_readme_of_a_service_names_every_event_that_it_publishes_or_reads(service: str) -> None:
    told = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    row = import_module(f"services.{service}.app").SERVICE
    assert not [
        event.__name__ for event in (*row.publishes, *row.handlers) if f"`{event.__name__}`" not in told
    ]
