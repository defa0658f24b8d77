"""What a person said of sentences is kept, so that the same words are not asked about again."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from services.theming.actions.confirming.note_decision import by_whom
from services.theming.domain.confirming.sentences import AffirmingSentence, ThemeSentences
from services.theming.domain.themes.assertions import Assertion
from services.theming.tables import evidence_decision
from shared.storage import Transaction


def keep_judgements(tx: Transaction, case: str, rows: Iterable[dict[str, Any]]) -> None:
    """Each row has material, version, theme, how, assertion (None: not spoken of), sentence and words."""
    given = [{"case_reference": case, **row, **by_whom(tx)} for row in rows]
    if given:
        tx.session.execute(insert(evidence_decision), given)


def accept_every_sentence(tx: Transaction, *, case: str, found: ThemeSentences) -> None:
    """Confirming a theme accepts what was shown for it."""
    keep_judgements(tx, case, [_row(each, "accepted", Assertion.AFFIRMED) for each in found.to_accept])


def reject_every_sentence(tx: Transaction, *, case: str, found: ThemeSentences) -> None:
    """Rejecting a theme rejects every sentence that was said to show it, whoever said so."""
    keep_judgements(tx, case, [_row(each, "rejected", None) for each in found.to_reject])


def _row(each: AffirmingSentence, how: str, assertion: Assertion | None) -> dict[str, Any]:
    return {
        "material_id": each.material_id,
        "text_version": each.version,
        "theme": each.theme,
        "how": how,
        "assertion": assertion.value if assertion else None,
        "sentence": each.sentence,
        "words": each.words,
        "rule_id": each.rule_id,
        "pipeline_version": each.pipeline_version,
    }
