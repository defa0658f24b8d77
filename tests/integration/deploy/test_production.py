"""An installation for real people does not start with invented ones: the real program, told so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.ports import listening_socket

CDOP = Path(sys.executable).parent / "cdop"
NEEDED = {
    "CDOP_NOTIFICATIONS_DATABASE_URL": "postgresql+psycopg://nobody:x@127.0.0.1:1/n",
    "CDOP_PANEL_DATABASE_URL": "postgresql+psycopg://nobody:x@127.0.0.1:1/p",
    "CDOP_THEMING_DATABASE_URL": "postgresql+psycopg://nobody:x@127.0.0.1:1/t",
    "CDOP_EVENTS_URL": "kafka://127.0.0.1:1",
    "CDOP_SECRET_KEY": "k" * 40,
}
LIVE = {
    "CDOP_ENV": "production",
    "CDOP_OIDC_ISSUER": "https://issuer.example",
    "CDOP_OIDC_CLIENT_ID": "c",
}
DEMO = {"CDOP_ENV": "production", "CDOP_DEMO": "true"}
COMMANDS = (
    ("serve", "panel"),
    ("work", "panel"),
    ("migrate",),
    ("token", "--persona", "cdr-manager"),
    ("up",),
)


def said(*command: str, **given: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    done = subprocess.run(
        [str(CDOP), *command], env=kept | NEEDED | given, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each[0])
def test_nothing_starts_with_personas_in_production(command: tuple[str, ...]) -> None:
    code, words = said(*command, **DEMO)
    assert code == 1
    assert "CDOP_ENV=production and CDOP_DEMO=true exclude each other" in words
    assert "Traceback" not in words


def test_the_demonstration_on_one_machine_is_not_for_production(tmp_path: Path) -> None:
    """It makes its own settings, with personas in them; and says so before it asks for a port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    environment = kept | {"CDOP_ENV": "production", "CDOP_FOLDER": str(tmp_path / "var")}
    with listening_socket(0) as taken:
        command = [str(CDOP), "up", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "CDOP_ENV=production" in done.stdout + done.stderr
    assert not (tmp_path / "var").exists()


def test_a_web_without_a_place_for_sessions_is_refused() -> None:
    live = {
        "CDOP_ENV": "production",
        "CDOP_OIDC_ISSUER": "https://issuer.example",
        "CDOP_OIDC_CLIENT_ID": "c",
    }
    code, words = said("serve", "panel", "--port", "1", **live)
    assert code == 1
    assert "CDOP_ACCOUNTS_DATABASE_URL" in words


def test_a_faulty_mapping_file_is_refused_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    file.write_text('[[roles]]\nvalues = {a = "emperor"}\nclaims = "x"')
    accounts = {"CDOP_ACCOUNTS_DATABASE_URL": NEEDED["CDOP_PANEL_DATABASE_URL"]}
    mapping = {"CDOP_OIDC_MAPPING_FILE": str(file)}
    code, words = said("serve", "panel", "--port", "1", **LIVE, **accounts, **mapping)
    assert code == 1
    assert "roles.0.values.a" in words
    assert "roles.0.claims" in words
