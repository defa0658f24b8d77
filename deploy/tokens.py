"""Bearer tokens for personas, for trying the APIs in the demonstration."""

from pathlib import Path

from shared.settings import load_settings
from shared.web.sign_in import issue_token

from deploy.personas import persona


def token_for(folder: Path, name: str) -> str:
    """A token for the persona called ``name``; LookupError if there is none, or this is not a demonstration."""
    import os

    person = persona(name)
    if "CDOP_SECRET_KEY" in os.environ:
        settings = load_settings()
        if not settings.demo:
            raise LookupError("Personas exist in the demonstration only (CDOP_DEMO=true).")
        return issue_token(settings.secret_key.get_secret_value(), person)
    key = folder / "secrets" / "secret-key"
    if not key.exists():
        raise LookupError("Nothing has been started here yet. Run 'make run' first.")
    return issue_token(key.read_text(), person)
