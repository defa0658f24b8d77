"""Bearer tokens for personas, for trying the APIs in the demonstration."""

import os
from pathlib import Path
from typing import Any

from deploy.personas import persona
from shared.settings import Settings, load_settings
from shared.web.tokens import issue_token


def token_for(folder: Path, name: str) -> str:
    """A token for the persona called ``name``. LookupError if there is none or nothing was started here."""
    person = persona(name)
    named = any(name in os.environ for name in ("CDOP_SECRET_KEY", "CDOP_SECRETS_DIR"))
    settings = load_settings() if named else _embedded_settings(folder)
    return issue_token(settings, person)


def _embedded_settings(folder: Path) -> Settings:
    """Settings that sign like the embedded installation under ``folder``; they reach no database."""
    key = folder / "secrets" / "secret-key"
    if not key.exists():
        raise LookupError("Nothing has been started here yet. Run 'make run' first.")
    nowhere: dict[str, Any] = dict.fromkeys(
        ("notifications_database_url", "panel_database_url", "theming_database_url"), ""
    )
    return Settings(**nowhere, events_url="", secret_key=key.read_text(), demo=True)
