"""Settings come from the environment and from files, fail early and name every fault."""

from pathlib import Path

import pytest

from shared.settings import SettingsError, load_settings

NEEDED = {
    "CDOP_NOTIFICATIONS_DATABASE_URL": "postgresql+psycopg://a@/n",
    "CDOP_PANEL_DATABASE_URL": "postgresql+psycopg://a@/p",
    "CDOP_THEMING_DATABASE_URL": "postgresql+psycopg://a@/t",
    "CDOP_EVENTS_URL": "postgresql+psycopg://a@/e",
    "CDOP_SECRET_KEY": "x" * 40,
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_every_missing_setting_is_named_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("CDOP_EVENTS_URL")
    environment.setenv("CDOP_SECRET_KEY", "short")
    environment.setenv("CDOP_DEMO", "true")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "CDOP_EVENTS_URL" in str(refused.value)
    assert "CDOP_SECRET_KEY" in str(refused.value)
    assert "short" not in str(refused.value).replace("should", "")


def test_without_a_way_to_sign_in_it_does_not_start(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="CDOP_OIDC_ISSUER"):
        load_settings()


def test_a_demonstration_starts_without_an_issuer(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CDOP_DEMO", "true")
    assert load_settings().database_url("panel").endswith("/p")


def test_a_secret_is_never_printed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CDOP_DEMO", "true")
    assert "x" * 40 not in repr(load_settings())


def test_the_address_of_a_database_with_its_password_is_never_printed(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("CDOP_DEMO", "true")
    environment.setenv("CDOP_PANEL_DATABASE_URL", "postgresql+psycopg://panel:keep-it@host/panel")
    assert "keep-it" not in repr(load_settings())


@pytest.fixture
def secrets(environment: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A demonstration whose every needed setting stands in a file, as a container's secrets do."""
    for name, value in NEEDED.items():
        environment.delenv(name)
        (tmp_path / name.lower()).write_text(f"{value}\n")
    environment.setenv("CDOP_SECRETS_DIR", str(tmp_path))
    environment.setenv("CDOP_DEMO", "true")
    return tmp_path


def test_settings_may_stand_in_files(secrets: Path) -> None:
    settings = load_settings(["notifications", "panel", "theming"])
    assert settings.database_url("theming") == NEEDED["CDOP_THEMING_DATABASE_URL"]
    assert settings.events_url == NEEDED["CDOP_EVENTS_URL"]
    assert settings.secret_key.get_secret_value() == NEEDED["CDOP_SECRET_KEY"]


def test_the_environment_goes_before_a_file(secrets: Path, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CDOP_EVENTS_URL", "kafka://elsewhere:9092")
    assert load_settings().events_url == "kafka://elsewhere:9092"


def test_a_variable_that_is_empty_does_not_hide_a_file_or_a_default(
    secrets: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("CDOP_EVENTS_URL", "")
    environment.setenv("CDOP_PANEL_CODE", "")
    assert load_settings().events_url == NEEDED["CDOP_EVENTS_URL"]
    assert load_settings().panel_code == "LLR"


def test_a_service_needs_only_its_own_database(secrets: Path) -> None:
    (secrets / "cdop_notifications_database_url").unlink()
    (secrets / "cdop_theming_database_url").unlink()
    settings = load_settings(["panel"])
    assert settings.database_url("panel") == NEEDED["CDOP_PANEL_DATABASE_URL"]
    with pytest.raises(SettingsError, match="CDOP_THEMING_DATABASE_URL: write postgresql"):
        settings.database_url("theming")


def test_every_database_that_is_needed_and_missing_is_named_at_once(secrets: Path) -> None:
    (secrets / "cdop_notifications_database_url").unlink()
    (secrets / "cdop_theming_database_url").write_text("")
    with pytest.raises(SettingsError) as refused:
        load_settings(["notifications", "panel", "theming"])
    assert "CDOP_NOTIFICATIONS_DATABASE_URL" in str(refused.value)
    assert "CDOP_THEMING_DATABASE_URL" in str(refused.value)
    assert "CDOP_PANEL_DATABASE_URL" not in str(refused.value)


def test_a_folder_of_secrets_that_is_not_there_is_said(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("CDOP_SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="CDOP_SECRETS_DIR names no folder"):
        load_settings()


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://a@h/x", "postgresql+psycopg://u:S/ECRET@h:abc/x", "postgresql://u@h:x/y"]
)
def test_an_address_that_is_none_is_named_with_what_to_write_and_not_shown(
    environment: pytest.MonkeyPatch, address: str
) -> None:
    environment.setenv("CDOP_DEMO", "true")
    environment.setenv("CDOP_PANEL_DATABASE_URL", address)
    with pytest.raises(SettingsError, match=r"CDOP_PANEL_DATABASE_URL.*%40 for @") as refused:
        load_settings()
    assert "ECRET" not in str(refused.value)
