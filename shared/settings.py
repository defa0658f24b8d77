"""One frozen Settings, read from the environment (prefix ``CDOP_``); it fails early, with a hint."""

from functools import cached_property
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or wrong; the message says which, and what to write."""


class Settings(BaseSettings):
    """Everything that differs between one installation and another.

    Database URLs are SQLAlchemy URLs (``postgresql+psycopg://``), one database and role per service.
    ``events_url`` is the event log; its scheme chooses the kind.
    """

    model_config = SettingsConfigDict(env_prefix="CDOP_", frozen=True, extra="ignore")

    notifications_database_url: str
    panel_database_url: str
    theming_database_url: str
    events_url: str
    secret_key: SecretStr = Field(min_length=32)
    demo: bool = False
    public_url: str = "http://127.0.0.1:8000"
    panel_code: str = Field(default="LLR", pattern=r"^[A-Z]{2,6}$")
    panel_name: str = "Leicester, Leicestershire and Rutland Child Death Overview Panel"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_roles_claim: str = "roles"
    session_minutes: int = Field(default=60, ge=5, le=720)
    max_request_bytes: int = Field(default=10_000_000, ge=10_000)
    public_submissions_per_hour: int = Field(default=60, ge=1)

    @model_validator(mode="after")
    def _somebody_can_sign_in(self) -> Self:
        if not self.demo and not self.oidc_issuer:
            raise ValueError("set CDOP_OIDC_ISSUER (sign-in), or CDOP_DEMO=true for invented personas")
        return self

    @cached_property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    def database_url(self, service: str) -> str:
        """The database of a service, by the service's name."""
        return str(getattr(self, f"{service}_database_url"))


def load_settings() -> Settings:
    """Settings from the environment; raises SettingsError naming every fault."""
    try:
        return Settings()  # values come from the environment
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "CDOP_" + "_".join(map(str, fault["loc"])).upper() if fault["loc"] else "settings"
        lines.append(f"  {name}: {fault['msg']}")
    return "These settings are missing or wrong:\n" + "\n".join(lines)
