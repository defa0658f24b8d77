"""The models in use read the cases: those with new texts, and all of them after each night's learning."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.dialects.postgresql import insert

from services.theming.opinions.model_files import Model, NotTheModel, read_model
from services.theming.queries.opinions import (
    CaseToJudge,
    cases_without_opinion,
    models_of,
    run_in_use,
    texts_of_cases,
)
from services.theming.tables import second_opinion
from shared.service import Errand
from shared.storage import Transaction

AT_A_TIME = 50
logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reading:
    """``files``: name and hash of each model that is sure enough to be heard."""

    run: int
    cases: list[CaseToJudge]
    texts: Mapping[str, str]
    files: list[tuple[str, str]]
    folder: Path


def form_opinions(folder: str) -> Errand:
    def take(tx: Transaction) -> Reading | None:
        run = run_in_use(tx)
        if run is None or not folder:
            return None
        files = [(each.file, each.sha256) for each in models_of(tx, run.number) if each.threshold is not None]
        cases = cases_without_opinion(tx, run=run.number, limit=AT_A_TIME) if files else []
        if not cases:
            return None
        texts = texts_of_cases(tx, [each.case_reference for each in cases])
        return Reading(run.number, cases, texts, files, Path(folder))

    return Errand("form_opinions", take, do, record)


def do(reading: Reading) -> dict[str, dict[str, float]]:
    """By case, the themes found possible. A model that is not the one that was learnt says nothing."""
    models = [model for each in reading.files if (model := _checked(reading.folder, *each))]
    return {case: _possible(models, text) for case, text in reading.texts.items()}


def _checked(folder: Path, name: str, digest: str) -> Model | None:
    try:
        return read_model(folder, name, digest)
    except NotTheModel:
        logger.error("model_not_used", file=name)
        return None


def _possible(models: list[Model], text: str) -> dict[str, float]:
    said = {model.theme: (model.probability(text), model.threshold or 1.0) for model in models}
    return {theme: probability for theme, (probability, least) in said.items() if probability >= least}


def record(tx: Transaction, reading: Reading, possible: dict[str, dict[str, float]]) -> None:
    rows = [
        {
            "case_reference": each.case_reference,
            "run": reading.run,
            "last_text": each.last_text,
            "texts": each.texts,
            "possible": possible.get(each.case_reference, {}),
            "formed_at": tx.at,
        }
        for each in reading.cases
    ]
    made = insert(second_opinion)
    newer = {name: made.excluded[name] for name in ("run", "last_text", "texts", "possible", "formed_at")}
    tx.session.execute(made.on_conflict_do_update(index_elements=["case_reference"], set_=newer), rows)
    tx.audit("form_opinions", detail={"cases": len(rows), "run": reading.run})
