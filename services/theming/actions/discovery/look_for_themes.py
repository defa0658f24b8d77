"""Look through the cases for themes the codebook lacks, when enough new texts have come: no request waits."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, update

from services.theming.domain.discovery.rules import enough_came, is_the_same
from services.theming.queries.codebooks import codebook_in_use, themer_in_use
from services.theming.queries.discovery import (
    HeldText,
    decided_before,
    last_run,
    new_texts_since,
    texts_held,
)
from services.theming.tables import discovered_theme, discovery_run, new_word
from shared.periods import period_of
from shared.service import Errand
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.discovery.cases import Looked
    from services.theming.nlp.themer import Themer

LONDON = ZoneInfo("Europe/London")
#: A run that has not ended by then died with its process.
LOST_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Task:
    run: int
    texts: list[HeldText]
    themer: "Themer"
    themes: tuple[str, ...]
    quarter: str
    days: tuple[date, date]


def take(tx: Transaction) -> Task | None:
    """Claim the next look through all texts; None while too few are new, or another process is at it."""
    last = last_run(tx)
    if last and last.ended_at is None and tx.at - last.begun_at < LOST_AFTER:
        return None
    new, held, newest = new_texts_since(tx, last.last_text if last and last.ended_at else 0)
    codebook = codebook_in_use(tx)
    if not enough_came(new, held) and not (last and last.codebook != codebook.version):
        return None
    texts = texts_held(tx)
    begun = insert(discovery_run).values(
        begun_at=tx.at, last_text=newest, texts=len(texts), codebook=codebook.version
    )
    run = tx.session.execute(begun.returning(discovery_run.c.id)).scalar_one()
    quarter = period_of(tx.at.astimezone(LONDON).date(), "Q")
    return Task(
        run,
        texts,
        themer_in_use(tx),
        tuple(codebook.themes),
        quarter.name,
        (quarter.starts_on, quarter.ends_on),
    )


def do(task: Task) -> "Looked":
    # Here and not above: these libraries take seconds to load, and many processes never need them.
    from services.theming.discovery.cases import cases_of, look

    return look(cases_of(task.texts), task.themer, task.themes, task.days)


def record(tx: Transaction, task: Task, looked: "Looked") -> None:
    """Keep what was found in place of what was found before; what a person has settled does not come back."""
    ended = update(discovery_run).where(discovery_run.c.id == task.run)
    tx.session.execute(ended.values(ended_at=tx.at, too_little=looked.found.too_little))
    past = update(discovered_theme).where(discovered_theme.c.status == "proposed")
    tx.session.execute(past.values(status="past"))
    _keep_themes(tx, task, looked)
    _keep_words(tx, task, looked)
    tx.audit("look_for_themes", detail={"texts": len(task.texts), "found": len(looked.found.found)})


def _keep_themes(tx: Transaction, task: Task, looked: "Looked") -> None:
    settled = decided_before(tx)
    for rank, (theme, places) in enumerate(zip(looked.found.found, looked.places, strict=True), 1):
        cases = [str(each) for each in theme.ids]
        if any(is_the_same(cases, theme.terms, old.cases, old.terms) for old in settled):
            continue
        told = {"label": theme.label, "terms": list(theme.terms), "cases": cases, "quotes": places}
        held = {"stability": theme.stability, "agreement": theme.agreement}
        tx.session.execute(insert(discovered_theme).values(run_id=task.run, rank=rank, **told, **held))


def _keep_words(tx: Transaction, task: Task, looked: "Looked") -> None:
    tx.session.execute(delete(new_word).where(new_word.c.quarter == task.quarter))
    for rank, word in enumerate(looked.words, 1):
        told = {"kind": word.kind, "cases": list(word.cases), "cases_before": word.before}
        row = {"quarter": task.quarter, "words": word.words, "rank": rank, **told}
        tx.session.execute(insert(new_word).values(**row, quotes=looked.quotes[word.words]))


LOOK_FOR_THEMES = Errand("look_for_themes", take, do, record)
