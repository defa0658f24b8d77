"""Settings fail early and name every fault."""

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
