"""One frozen Settings, from the environment (prefix ``CDOP_``) and from files; it fails early, with a hint.

A setting may stand in a file instead of the environment: ``CDOP_SECRETS_DIR`` names the folder, and the
file is called like the variable in small letters (``cdop_secret_key``). The environment goes first; a
variable that is empty counts as not set.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from shared.auditing.digests import DigestKeys, digest_keys
from shared.auditing.entries import MarkingKeys, marking_keys
from shared.auditing.signing import SigningKeys, signing_keys
from shared.fingerprints import derived_key
from shared.messages.addresses import is_address
from shared.messages_address import messages_address
from shared.sealing import SealingKeys, keys_written, read_keys

_DATABASES = ("notifications", "panel", "theming", "accounts")
NO_ACCOUNTS = (
    "These settings are missing or wrong:\n"
    "  CDOP_ACCOUNTS_DATABASE_URL: write postgresql+psycopg://role:password@host/database; who is signed in "
    "is kept there, and only the demonstration (CDOP_DEMO=true) does without"
)

PERSONAS_IN_PRODUCTION = (
    "CDOP_ENV=production and CDOP_DEMO=true exclude each other: invented personas sign in without a "
    "password. Take CDOP_DEMO away, and set CDOP_OIDC_ISSUER"
)


class SettingsError(Exception):
    """A setting is missing or wrong; the message says which, and what to write."""


class Settings(BaseSettings):
    """Everything that differs between one installation and another.

    Database URLs are SQLAlchemy URLs (``postgresql+psycopg://``), one database and role per service; only
    those of the services that run here are needed, and ``accounts_database_url`` where pages are served.
    The owner URLs are of the roles that own the tables, for whoever migrates, rebuilds, backs up or
    restores; what serves and works is not given them.
    ``events_url`` is the event log; its scheme chooses the kind. ``trusted_proxies`` are the addresses and
    networks whose X-Forwarded-For is believed (``*``: all).
    ``metrics_token``: whoever reads ``/metrics`` must bear it. ``leave_seconds``: told to stop, ``/ready``
    says no for so long before connections are refused. ``otlp_endpoint``: where traces go (OTLP over HTTP).
    ``pds_file``: a file in which NHS numbers are traced; without it tracing is off.
    ``document_keys`` seal what is sent as a file (``shared/sealing.py``; empty: no files are taken);
    ``reversal_keys`` seal, likewise, what redaction takes out of a text (empty: nobody can reverse it);
    ``document_scanner``: a virus scanner's address. ``public_submissions_per_hour`` counts one address,
    ``all_public_submissions_per_hour`` all together, ``link_submissions_per_hour`` one signed link.
    ``fingerprint_key``: makes fingerprints of professionals and units (``shared/fingerprints.py``).
    ``messages_url``: where messages to professionals are handed over (``shared/messages_address.py``).
    ``break_glass_minutes``: for how long a restricted case opens to somebody not named, at the longest;
    ``break_glass_told``: e-mail addresses, with a comma between, of those who are told at once (the Caldicott
    guardian, the CDR manager; empty: nobody can).
    ``audit_keys`` mark audit entries (``name:key``, the first marks; made from the secret key if unset);
    ``audit_digest_keys`` make the digests of what identifies in the audit's changes, likewise.
    ``audit_signing_keys`` sign seals over them, likewise (empty: nothing is sealed).
    ``audit_anchors_folder``: where the last seal is written once a day (empty: nowhere).
    ``env`` "production" refuses the demonstration. ``oidc_mapping_file`` says what accounts are here
    (``shared/web/claim_mapping.py``; empty: the shipped one). What cannot be taken back asks for a sign-in
    within ``step_up_minutes``, in one of the ways ``oidc_step_up_acr`` (between blanks; empty: any).
    ``local_accounts``: people sign in with a name, a password and a code that are kept here; for sites
    without a provider of identities; beside one only if ``local_accounts_beside_oidc`` says so.
    ``models_folder``: where models learnt from people's decisions are kept (empty: none are learnt).
    """

    model_config = SettingsConfigDict(env_prefix="CDOP_", frozen=True, extra="ignore", env_ignore_empty=True)

    notifications_database_url: str = Field(default="", repr=False)
    panel_database_url: str = Field(default="", repr=False)
    theming_database_url: str = Field(default="", repr=False)
    accounts_database_url: str = Field(default="", repr=False)
    notifications_owner_url: str = Field(default="", repr=False)
    panel_owner_url: str = Field(default="", repr=False)
    theming_owner_url: str = Field(default="", repr=False)
    accounts_owner_url: str = Field(default="", repr=False)
    events_url: str = Field(repr=False)
    secret_key: SecretStr = Field(min_length=32)
    env: Literal["", "production", "demonstration"] = ""
    demo: bool = False
    public_url: str = "http://127.0.0.1:8000"
    panel_code: str = Field(default="LLR", pattern=r"^[A-Z]{2,6}$")
    panel_name: str = "Leicester, Leicestershire and Rutland Child Death Overview Panel"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_roles_claim: str = "roles"
    oidc_scope: str = "openid profile"
    oidc_mapping_file: str = ""
    oidc_step_up_acr: str = ""
    step_up_minutes: int = Field(default=10, ge=1, le=60)
    session_minutes: int = Field(default=60, ge=5, le=720)
    session_hours: int = Field(default=12, ge=1, le=24)
    max_request_bytes: int = Field(default=10_000_000, ge=10_000)
    public_submissions_per_hour: int = Field(default=60, ge=1)
    all_public_submissions_per_hour: int = Field(default=1000, ge=1)
    link_submissions_per_hour: int = Field(default=120, ge=1)
    office_telephone: str = Field(default="", max_length=60)
    document_keys: SecretStr = SecretStr("")
    fingerprint_key: SecretStr = SecretStr("")
    reversal_keys: SecretStr = SecretStr("")
    document_scanner: str = Field(default="", pattern=r"^(clamd://\S+)?$")
    trusted_proxies: str = "127.0.0.1"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_token: SecretStr = SecretStr("")
    leave_seconds: float = Field(default=0, ge=0, le=60)
    otlp_endpoint: str = Field(default="", repr=False)
    pds_file: str = Field(default="", repr=False)
    messages_url: str = Field(default="", repr=False)
    models_folder: str = ""
    break_glass_minutes: int = Field(default=60, ge=5, le=480)
    break_glass_told: str = ""
    audit_keys: SecretStr = SecretStr("")
    audit_digest_keys: SecretStr = SecretStr("")
    audit_signing_keys: SecretStr = SecretStr("")
    audit_anchors_folder: str = ""
    local_accounts: bool = False
    local_accounts_beside_oidc: bool = False

    @field_validator(*(f"{name}_{kind}_url" for name in _DATABASES for kind in ("database", "owner")))
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        try:
            usable = not url or make_url(url).drivername in ("postgresql", "postgresql+psycopg")
        except (ArgumentError, ValueError):
            usable = False
        if not usable:
            raise ValueError(
                "write postgresql+psycopg://role:password@host:port/database; "
                "in the password write %40 for @, %3A for : and %2F for /"
            )
        return url

    @field_validator("messages_url")
    @classmethod
    def _is_a_way_to_send(cls, url: str) -> str:
        if url:
            messages_address(url)
        return url

    @field_validator("break_glass_told")
    @classmethod
    def _are_addresses(cls, told: str) -> str:
        if not all(is_address(each) for each in addresses_in(told)):
            raise ValueError("write e-mail addresses with a comma between, like guardian@board.example")
        return told

    @field_validator("fingerprint_key")
    @classmethod
    def _is_long_enough(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value()) < 32:
            raise ValueError("write at least 32 characters, or nothing: then it is made from the secret key")
        return key

    @field_validator("audit_keys", "audit_digest_keys", "audit_signing_keys")
    @classmethod
    def _are_keys_themselves(cls, keys: SecretStr) -> SecretStr:
        if keys.get_secret_value():
            keys_written(keys.get_secret_value())
        return keys

    @field_validator("document_keys", "reversal_keys")
    @classmethod
    def _are_keys(cls, keys: SecretStr) -> SecretStr:
        if keys.get_secret_value():
            read_keys(keys.get_secret_value())
        return keys

    @model_validator(mode="after")
    def _owner_and_application_are_apart(self) -> Self:
        for name in _DATABASES:
            urls = [getattr(self, f"{name}_{kind}_url") for kind in ("database", "owner")]
            if all(urls) and len({make_url(url).username for url in urls}) == 1:
                own = f"CDOP_{name.upper()}_OWNER_URL"
                raise ValueError(f"{own} must name another role than CDOP_{name.upper()}_DATABASE_URL")
        return self

    @model_validator(mode="after")
    def _somebody_can_sign_in(self) -> Self:
        if self.demo and self.env == "production":
            raise ValueError(PERSONAS_IN_PRODUCTION)
        if not (self.demo or self.oidc_issuer or self.local_accounts):
            raise ValueError("set CDOP_OIDC_ISSUER (sign-in), or CDOP_DEMO=true for invented personas")
        if self.local_accounts and self.oidc_issuer and not self.local_accounts_beside_oidc:
            raise ValueError(
                "CDOP_LOCAL_ACCOUNTS is for sites without a provider of identities, and CDOP_OIDC_ISSUER "
                "names one: take one away, or say CDOP_LOCAL_ACCOUNTS_BESIDE_OIDC=true for two ways in"
            )
        if self.local_accounts and not self.accounts_database_url:
            raise ValueError("CDOP_LOCAL_ACCOUNTS needs CDOP_ACCOUNTS_DATABASE_URL")
        return self

    @cached_property
    def sealing_keys(self) -> SealingKeys | None:
        """What seals documents; None where there is no key, so that no document is taken."""
        written = self.document_keys.get_secret_value()
        return read_keys(written) if written else None

    @cached_property
    def redaction_keys(self) -> SealingKeys | None:
        """What seals the words taken out of texts; None where there is no key, so that nothing is kept."""
        written = self.reversal_keys.get_secret_value()
        return read_keys(written) if written else None

    @cached_property
    def fingerprinting_key(self) -> bytes:
        """What ``shared/fingerprints.py`` needs, the same in every service; from ``secret_key`` if unset."""
        return derived_key(self.fingerprint_key.get_secret_value() or self.secret_key.get_secret_value())

    def marking_keys(self, service: str) -> MarkingKeys:
        """What marks the audit entries of a service, by the service's name."""
        return marking_keys(self._keys_or_own(self.audit_keys), service)

    def digest_keys(self, service: str) -> DigestKeys:
        """What makes the digests in the audit of a service, by the service's name."""
        return digest_keys(self._keys_or_own(self.audit_digest_keys), service)

    def _keys_or_own(self, keys: SecretStr) -> list[bytes]:
        written = keys.get_secret_value()
        own = [self.secret_key.get_secret_value().encode()]
        return [*keys_written(written).values()] if written else own

    @cached_property
    def seal_signing(self) -> SigningKeys | None:
        """What signs seals over the audit; None where there is no key, so that nothing is sealed."""
        written = self.audit_signing_keys.get_secret_value()
        return signing_keys(written) if written else None

    @cached_property
    def told_of_broken_glass(self) -> tuple[str, ...]:
        """Who is told at once when a restricted case is opened by somebody not named."""
        return addresses_in(self.break_glass_told)

    @cached_property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    def database_url(self, service: str) -> str:
        """The database of a service, by the service's name; raises SettingsError if it is not set."""
        url = getattr(self, f"{service}_database_url")
        if not url:
            raise SettingsError(_missing_databases([service]))
        return str(url)

    def owner_url(self, service: str) -> str:
        """The database of a service as the role that owns it; raises SettingsError if it is not set."""
        url = getattr(self, f"{service}_owner_url")
        if not url:
            raise SettingsError(
                f"These settings are missing or wrong:\n  CDOP_{service.upper()}_OWNER_URL: write "
                "postgresql+psycopg://owner:password@host/database, the role that owns the tables: the "
                "application's cannot do this. Older installations: deploy/README.md, Roles in PostgreSQL."
            )
        return str(url)


def load_settings(services: Iterable[str] = ()) -> Settings:
    """Settings from the environment and the files of ``CDOP_SECRETS_DIR``.

    ``services`` are those whose database must be named. Raises SettingsError naming every fault.
    """
    try:
        settings = Settings(_secrets_dir=_secrets_folder())  # the values are read
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None
    except PermissionError as error:
        raise SettingsError(
            f"This file cannot be read by the account that runs here: {error.filename}"
        ) from None
    missing = [service for service in services if not getattr(settings, f"{service}_database_url")]
    if missing:
        raise SettingsError(_missing_databases(missing))
    return settings


def _secrets_folder() -> Path | None:
    named = os.environ.get("CDOP_SECRETS_DIR")
    if not named:
        return None
    if not Path(named).is_dir():
        raise SettingsError(f"CDOP_SECRETS_DIR names no folder: {named}")
    return Path(named)


def _missing_databases(services: Iterable[str]) -> str:
    lines = [
        f"  CDOP_{service.upper()}_DATABASE_URL: write postgresql+psycopg://role:password@host/database"
        for service in services
    ]
    return "These settings are missing or wrong:\n" + "\n".join(lines)


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = "CDOP_" + "_".join(map(str, fault["loc"])).upper() if fault["loc"] else "settings"
        lines.append(f"  {name}: {fault['msg']}")
    return "These settings are missing or wrong:\n" + "\n".join(lines)


def addresses_in(written: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in written.split(",") if each.strip())


def word_vectors_file() -> str:
    """Where the operator has put word vectors (``CDOP_WORD_VECTORS_FILE``); "" is nowhere."""
    return os.environ.get("CDOP_WORD_VECTORS_FILE", "").strip()


def reference_folder() -> str:
    """Where the operator has put populations and births (``CDOP_REFERENCE_FOLDER``); "" is nowhere."""
    return os.environ.get("CDOP_REFERENCE_FOLDER", "").strip()
