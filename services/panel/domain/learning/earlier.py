"""What was recommended before on a theme, whether it was done, and whether it worked. No case is named."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.action_policy import EFFECTS
from services.panel.domain.learning.action_steps import STATE_LABELS, ActionState


@dataclass(frozen=True)
class EarlierRecommendation:
    """A recommendation of another case's completed review, without anything of that case.

    ``themes``: those of the action itself, else those of its case. ``effect``: in words, "" if not judged.
    """

    text: str
    owner: str
    level: str
    kind: str
    themes: tuple[str, ...]
    agreed_in: str
    due_on: date | None
    told_on: date | None
    state: ActionState
    overdue: bool
    effect: str
    evidence: str

    @property
    def agreed_in_words(self) -> str:
        """The month of the review, as "March 2026"."""
        return f"{date.fromisoformat(self.agreed_in + '-01'):%B %Y}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state] + (", overdue" if self.overdue else "")


def earlier_recommendation(one: LoggedAction, themes: tuple[str, ...], on: date) -> EarlierRecommendation:
    """The de-identified view of one logged action on day ``on``; the day it was agreed becomes its month."""
    return EarlierRecommendation(
        text=one.action.text,
        owner=one.action.owner,
        level=one.action.level,
        kind=one.action.kind,
        themes=themes,
        agreed_in=f"{one.agreed_on:%Y-%m}",
        due_on=one.action.due_on,
        told_on=one.told_on,
        state=one.state,
        overdue=one.overdue(on),
        effect=EFFECTS.get(one.effect, ""),
        evidence=next((each.evidence for each in reversed(one.records) if each.evidence), ""),
    )


@dataclass(frozen=True)
class RepeatedRecommendation:
    """One recommendation that several reviews made of the same owner. ``states``: each with its number."""

    text: str
    owner: str
    times: int
    states: tuple[tuple[str, int], ...]

    @property
    def states_in_words(self) -> str:
        """ "Told" of a single one; "Told (2), Done (1)" of several."""
        if self.times == 1:
            return self.states[0][0]
        return ", ".join(f"{label} ({number})" for label, number in self.states)


def told_once(found: Iterable[EarlierRecommendation]) -> list[RepeatedRecommendation]:
    """The same words to the same owner once, in the order in which they first come."""
    states: dict[tuple[str, str], Counter[str]] = {}
    for one in found:
        label = f"{one.state_label}. {one.effect}" if one.effect else one.state_label
        states.setdefault((one.text, one.owner), Counter())[label] += 1
    return [
        RepeatedRecommendation(text, owner, counted.total(), tuple(counted.items()))
        for (text, owner), counted in states.items()
    ]


def on_themes(
    found: Iterable[EarlierRecommendation], themes: Collection[str], limit: int | None
) -> list[EarlierRecommendation]:
    """Those on any of ``themes``: on most of them first, then the newest; at most ``limit``."""
    wanted = set(themes)
    matching = [one for one in found if wanted & set(one.themes)]
    matching.sort(key=lambda one: one.agreed_in, reverse=True)
    matching.sort(key=lambda one: -len(wanted & set(one.themes)))
    return matching[:limit]
