"""At night, what people rejected becomes an example that rules are tried on, and models are learnt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.theming.domain.confirming.agreement import agreement
from services.theming.domain.opinions.rules import opinion_rules
from services.theming.queries.codebooks import codebook_in_use, themer_in_use
from services.theming.queries.judging import readings_twice
from services.theming.queries.opinions import (
    examples_kept,
    first_decided_at,
    last_run,
    newest_decision,
    rejected_sentences,
    said_count,
    said_of_themes,
    texts_of_cases,
)
from services.theming.tables import learning_run, regression_example, trained_model
from shared.service import Errand
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer

#: A run that has not ended by then died with its process.
LOST_AFTER = timedelta(hours=3)
NO_WORDS = "The texts have too few words in common"
NO_FOLDER = "No folder for models is set (CDOP_MODELS_FOLDER)"


@dataclass(frozen=True)
class Lesson:
    """``said``: by theme and case, whether people found it so. ``examples``: number, theme and sentence."""

    run: int
    said: dict[str, dict[str, bool]]
    texts: dict[str, str]
    kappas: dict[str, float | None]
    examples: list[tuple[int, str, str]]
    themer: "Themer"
    provenance: dict[str, Any]
    folder: Path | None


@dataclass(frozen=True)
class Learned:
    """``models``: rows of trained_model. ``wrong``: by example, the rule that reads it as before, or ""."""

    models: list[dict[str, Any]]
    wrong: dict[int, str]


def learn_at_night(folder: str) -> Errand:
    """Once a night, where somebody has decided something since the last time."""

    def take(tx: Transaction) -> Lesson | None:
        last = last_run(tx)
        if last and last.ended_at is None and tx.at - last.begun_at < LOST_AFTER:
            return None
        since = last.begun_at if last else first_decided_at(tx)
        if not (since and opinion_rules().is_due(tx.at, since) and _something_new(tx, last)):
            return None
        return begin(tx, folder)

    return Errand("learn_from_decisions", take, do, record)


def _something_new(tx: Transaction, last: Any) -> bool:
    if last is None:
        return True
    return newest_decision(tx) > last.last_decision or last.codebook != codebook_in_use(tx).version


def begin(tx: Transaction, folder: str) -> Lesson:
    """Take all there is to learn from, and note that it has begun."""
    codebook, decided = codebook_in_use(tx), newest_decision(tx)
    begun = insert(learning_run).values(begun_at=tx.at, last_decision=decided, codebook=codebook.version)
    run = tx.session.execute(begun.returning(learning_run.c.number)).scalar_one()
    _keep_examples(tx)
    themes = list(codebook.themes)
    said = said_of_themes(tx, themes)
    cases = {case for theme in themes if _may_learn(said[theme]) for case in said[theme]}
    twice = readings_twice(tx)
    provenance = {
        "decisions_until": tx.at.isoformat(),
        "steps_of_people": decided,
        "codebook": codebook.version,
        "rules": opinion_rules().version,
        "seed": opinion_rules().seed,
    }
    examples = [(each.decision, each.theme, each.sentence) for each in examples_kept(tx)]
    kappas = {theme: agreement(twice, [theme]).kappa for theme in themes}
    texts = texts_of_cases(tx, sorted(cases))
    place = Path(folder) if folder else None
    return Lesson(run, said, texts, kappas, examples, themer_in_use(tx), provenance, place)


def do(lesson: Lesson, told: Callable[[str], None] = lambda words: None) -> Learned:
    """`told` hears of each theme as it is done, and then of the examples: minutes may pass."""
    models = []
    for theme in lesson.said:
        models.append(_learnt(lesson, theme))
        told(f"{len(models)} of {len(lesson.said)} themes: {theme}, {_became(models[-1])}")
    told(f"trying the rules on {len(lesson.examples)} rejected sentences")
    wrong = {
        number: _rule_that_affirms(lesson.themer, theme, sentence)
        for number, theme, sentence in lesson.examples
    }
    return Learned(models, wrong)


def _became(model: dict[str, Any]) -> str:
    if not model["file"]:
        return f"no model ({model['none_because']})"
    cases = f"{model['positives']} cases with it and {model['negatives']} without"
    return f"learnt from {cases}" + (f" ({model['none_because']})" if model["none_because"] else "")


def record(tx: Transaction, lesson: Lesson, learned: Learned) -> None:
    rows = [{"run": lesson.run, **model} for model in learned.models]
    if rows:
        tx.session.execute(insert(trained_model), rows)
    for number, rule in learned.wrong.items():
        tried = update(regression_example).where(regression_example.c.decision == number)
        tx.session.execute(tried.values(tried_with=lesson.themer.version, still_wrong_by=rule))
    ended = update(learning_run).where(learning_run.c.number == lesson.run)
    tx.session.execute(ended.values(ended_at=tx.at))
    models = sum(1 for model in learned.models if model["file"])
    tx.audit("learn_from_decisions", detail={"models": models, "examples": len(learned.wrong)})


def _keep_examples(tx: Transaction) -> None:
    """What a person has taken back since is no example any more."""
    rejected = rejected_sentences(tx)
    held = [each["decision"] for each in rejected]
    tx.session.execute(delete(regression_example).where(regression_example.c.decision.not_in(held)))
    if rejected:
        made = upsert(regression_example).on_conflict_do_nothing()
        tx.session.execute(made, [{**each, "kept_at": tx.at} for each in rejected])


def _may_learn(said: dict[str, bool]) -> bool:
    return not opinion_rules().not_enough(*said_count(said))


def _learnt(lesson: Lesson, theme: str) -> dict[str, Any]:
    said = {case: yes for case, yes in lesson.said[theme].items() if case in lesson.texts}
    said = said or lesson.said[theme]
    positives, negatives = said_count(said)
    row = {"theme": theme, "positives": positives, "negatives": negatives, "file": "", "sha256": ""}
    nothing: dict[str, Any] = {"none_because": "", "threshold": None, "report_card": {}}
    because = opinion_rules().not_enough(positives, negatives)
    if because or lesson.folder is None:
        return {**row, **nothing, "none_because": because or NO_FOLDER}
    # Here and not above: these libraries take seconds to load, and only this needs them.
    from sklearn import __version__ as sklearn_version

    from services.theming.opinions.learning import learn
    from services.theming.opinions.model_files import write_model

    provenance = {**lesson.provenance, "sklearn": sklearn_version, "agreement": lesson.kappas[theme]}
    try:
        model = learn(theme, [(lesson.texts[case], said[case]) for case in sorted(said)], provenance)
    except ValueError:  # no word is used by enough cases
        return {**row, **nothing, "none_because": NO_WORDS}
    name, digest = write_model(lesson.folder, model)
    card = {**model.report_card, "agreement": lesson.kappas[theme]}
    unsure = "" if model.threshold else "No probability is sure enough to be shown"
    told = {"none_because": unsure, "threshold": model.threshold, "report_card": card}
    return {**row, "file": name, "sha256": digest, **told}


def _rule_that_affirms(themer: "Themer", theme: str, sentence: str) -> str:
    """The rule in use that still reads the theme as affirmed in it; "" if none does."""
    for proposal in themer.propose(sentence).proposals:
        if proposal.theme == theme and proposal.assertion == "affirmed":
            return proposal.evidence[0].rule_id
    return ""
