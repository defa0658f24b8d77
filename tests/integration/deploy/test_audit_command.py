"""``cdop audit``: what it says, and that it ends with 0 only if all is well."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, text
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.host import installation
from services.panel.app import SERVICE
from shared.accounts.app import ACCOUNTS
from shared.settings import load_settings
from shared.storage import Database
from tests.integration.auditing.conftest import Audited

KEYS = {"CDOP_AUDIT_KEYS": f"first:{'1c' * 32}", "CDOP_AUDIT_SIGNING_KEYS": f"first:{'2d' * 32}"}


@pytest.fixture
def placed(
    database_with_tables: Callable[[MetaData], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Audited]:
    """An installation named by the environment, of which panel has an audit with one seal."""
    url = database_with_tables(SERVICE.metadata).replace("postgresql://", "postgresql+psycopg://")
    given = {"CDOP_PANEL_DATABASE_URL": url, "CDOP_EVENTS_URL": url, "CDOP_SECRET_KEY": "s" * 40, **KEYS}
    for name, value in {
        **given,
        "CDOP_DEMO": "true",
        "CDOP_AUDIT_ANCHORS_FOLDER": str(tmp_path / "kept"),
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(["panel"])
    audited = Audited(Database("panel", url, marking=settings.marking_keys("panel")))
    audited.write(5)
    assert settings.seal_signing
    assert audited.seal(settings.marking_keys("panel"), settings.seal_signing)
    yield audited
    audited.database.close()


@pytest.fixture
def accounts(
    placed: Audited, database_with_tables: Callable[[MetaData], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Audited]:
    """The same installation has accounts in which nobody has done anything yet."""
    url = database_with_tables(ACCOUNTS.metadata).replace("postgresql://", "postgresql+psycopg://")
    monkeypatch.setenv("CDOP_ACCOUNTS_DATABASE_URL", url)
    audited = Audited(Database("accounts", url, marking=load_settings().marking_keys("accounts")))
    yield audited
    audited.database.close()


def cdop(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


def test_all_is_well_until_somebody_tampers(placed: Audited) -> None:
    done = cdop("verify", "--service", "panel")
    assert (done.exit_code, "All is well" in done.output) == (0, True), done.output
    with placed.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_entry SET person_name = 'Nobody' WHERE id = 3"))
    done = cdop("verify", "--service", "panel")
    assert done.exit_code == 1
    assert "panel, entry 3, position 3: it is not what was sealed: the entry was changed" in done.output


def test_an_anchor_shows_that_the_end_was_cut_off(placed: Audited, tmp_path: Path) -> None:
    done = cdop("anchor", "--service", "panel")
    assert done.exit_code == 0
    assert "panel: position 5" in done.output
    with placed.database.engine.begin() as connection:
        for table in ("audit_entry", "audit_link", "audit_seal"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            connection.execute(text(f"DELETE FROM {table}"))
    done = cdop("verify", "--service", "panel", "--anchors", tmp_path / "kept" / "audit-anchors-panel.jsonl")
    assert done.exit_code == 1
    assert "position 5, seal 1: what was anchored is gone" in done.output


def test_an_outsider_needs_the_file_and_the_public_key(
    placed: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = tmp_path / "audit.jsonl.gz", tmp_path / "key.pem"
    assert cdop("export", file, "--service", "panel").exit_code == 0
    printed = cdop("public-key", "--service", "panel")
    key.write_text(printed.output)
    for name in ("CDOP_PANEL_DATABASE_URL", "CDOP_EVENTS_URL", "CDOP_SECRET_KEY", *KEYS):
        monkeypatch.delenv(name)
    done = cdop("verify", file, "--public-key", key)
    assert (done.exit_code, "All is well" in done.output) == (0, True), done.output
    assert "proves nothing" in cdop("verify", file).output


def test_what_is_missing_is_said_plainly(
    placed: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CDOP_AUDIT_SIGNING_KEYS")
    done = cdop("verify", "--service", "panel")
    assert done.exit_code == 1
    assert "There is no key for the seals here" in done.output
    other = tmp_path / "other.txt"
    other.write_text("something else\n")
    assert "It is no audit export" in cdop("verify", other).output


def test_what_was_done_to_accounts_is_sealed_anchored_exported_and_verified(
    accounts: Audited, tmp_path: Path
) -> None:
    alone = ("--service", "accounts")
    assert cdop("verify", *alone).exit_code == 0, "nobody has done anything"
    accounts.write(4)
    settings = load_settings()
    with installation(settings, ()) as place:
        jobs = place.all_jobs()
        assert jobs.keys() == {"accounts: step seal_audit", "accounts: step anchor_audit"}
        assert [job() for job in jobs.values()] == [True, True]
    done = cdop("verify", *alone)
    assert (done.exit_code, "All is well" in done.output) == (0, True), done.output
    file = tmp_path / "accounts.jsonl"
    assert "4 entries" in cdop("export", file, *alone).output
    assert cdop("verify", file).exit_code == 0
    with accounts.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_entry SET person_name = 'Nobody' WHERE id = 2"))
    done = cdop("verify", *alone)
    assert done.exit_code == 1
    assert "accounts, entry 2, position 2: it is not what was sealed" in done.output


def test_accounts_that_were_emptied_are_found_by_their_anchor(accounts: Audited) -> None:
    accounts.write(2)
    with installation(load_settings(), ()) as place:
        assert all(job() for job in place.all_jobs().values())
    with accounts.database.engine.begin() as connection:
        for table in ("audit_entry", "audit_link", "audit_seal"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            connection.execute(text(f"DELETE FROM {table}"))
    done = cdop("verify", "--service", "accounts")
    assert done.exit_code == 1
    assert "what was anchored is gone" in done.output
