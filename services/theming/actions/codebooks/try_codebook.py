"""A codebook that nobody has adopted is tried on every text, to show which cases it would change."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert

from services.theming.queries.codebooks import (
    available_codebook,
    codebook_in_use,
    still_held,
    texts_to_try,
    themer_of_newest,
)
from services.theming.queries.standing import TextToTheme
from services.theming.tables import codebook_trial
from shared.service import Errand
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer

AT_A_TIME = 50


@dataclass(frozen=True)
class Trial:
    version: str
    texts: list[TextToTheme]
    themer: "Themer"


def take(tx: Transaction) -> Trial | None:
    """The next texts to try the newest codebook on; None where it is in use or has been tried on all."""
    newest = available_codebook(tx).version
    if codebook_in_use(tx).version == newest:
        return None
    texts = texts_to_try(tx, version=newest, limit=AT_A_TIME)
    return Trial(newest, texts, themer_of_newest(tx)) if texts else None


def do(trial: Trial) -> dict[int, list[str]]:
    """By text, the themes it affirms. One that cannot be read affirms none, as in earnest."""
    return {text.id: _affirmed(trial.themer, text.text) for text in trial.texts}


def _affirmed(themer: "Themer", text: str) -> list[str]:
    try:
        return list(themer.propose(text).affirmed)
    except Exception:
        return []


def record(tx: Transaction, trial: Trial, affirmed: dict[int, list[str]]) -> None:
    """A text that went meanwhile is left out."""
    rows = [
        {"version": trial.version, "text_id": number, "affirmed": affirmed[number]}
        for number in still_held(tx, affirmed)
    ]
    if rows:
        tx.session.execute(insert(codebook_trial).on_conflict_do_nothing(), rows)
    tx.audit("try_codebook", subject=trial.version, detail={"texts": len(rows)})


TRY_CODEBOOK = Errand("try_codebook", take, do, record)
