"""The JSON API of comparable cases, for the office."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from services.theming.comparing.finding import LikeCase, comparables_to_case
from services.theming.domain.comparables.standing import is_done
from services.theming.queries.cases import facts_of
from shared.people import Permission, check
from shared.web import ApiRouter, Tx

comparing_api = ApiRouter()


class ReasonAnswer(BaseModel):
    """``kind``: theme, events, age_band, category, place or words; ``confirmed`` (a theme): in both cases."""

    kind: str
    values: list[str]
    share: float
    confirmed: bool


class RecommendationAnswer(BaseModel):
    """``text`` is empty where its words seemed to identify somebody and were not kept."""

    text: str
    owner: str
    state: str
    effect: str
    done: bool


class LikeCaseAnswer(BaseModel):
    """``category`` and ``modifiability`` are null where no panel has reviewed the case."""

    case_reference: str
    reviewed_on: date | None
    score: float
    reasons: list[ReasonAnswer]
    category: int | None
    modifiability: str | None
    recommendations: list[RecommendationAnswer]


class PromptAnswer(BaseModel):
    """``number`` of ``of`` like cases were decided so; ``differs``: this case was decided otherwise."""

    about: str
    value: str
    number: int
    of: int
    differs: bool


class ComparablesAnswer(BaseModel):
    """Best first. ``waiting``: the newest text of the case is still to be compared."""

    case_reference: str
    reviewed: list[LikeCaseAnswer]
    not_reviewed: list[LikeCaseAnswer]
    prompts: list[PromptAnswer]
    waiting: bool


@comparing_api.get("/cases/{case}/comparable", name="api_comparable_cases", tags=["the office"])
def comparable(tx: Tx, case: str) -> ComparablesAnswer:
    """Cases like one, with the reasons, what was decided and recommended then, and whether it was done."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    facts_of(tx, case)
    found = comparables_to_case(tx, case)
    tx.audit("read_comparable_cases", case=case, reading=True)
    return ComparablesAnswer(
        case_reference=case,
        reviewed=_like(found.reviewed),
        not_reviewed=_like(found.not_reviewed),
        prompts=[PromptAnswer(**vars(each)) for each in found.prompts],
        waiting=found.waiting,
    )


def _like(found: Sequence[LikeCase]) -> list[LikeCaseAnswer]:
    return [
        LikeCaseAnswer(
            case_reference=each.facts.case_reference,
            reviewed_on=each.facts.reviewed_on,
            score=each.likeness.score,
            reasons=[
                ReasonAnswer(**vars(reason) | {"values": [*reason.values]})
                for reason in each.likeness.reasons
            ],
            category=each.facts.category,
            modifiability=each.facts.modifiability,
            recommendations=[
                RecommendationAnswer(
                    text=row.text,
                    owner=row.owner,
                    state=row.state,
                    effect=row.effect,
                    done=is_done(row.state),
                )
                for row in each.recommendations
            ],
        )
        for each in found
    ]
