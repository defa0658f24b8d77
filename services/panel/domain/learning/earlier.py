"""What was recommended before on a theme, whether it was done, and whether it worked. No case is named."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.action_policy import EFFECTS
from services.panel.domain.learning.action_steps import STATE_LABELS, ActionState
from services.panel.domain.learning.earlier_policy import earlier_policy_on
from shared.themes import theme_label


@dataclass(frozen=True)
class EarlierRecommendation:
    """A recommendation of another case's completed review, without anything of that case.

    ``themes``: those of the action itself (``own``), else those of its case. ``effect``: in words, "" if not
    judged. ``because``: why it is shown beside a case, "" on a page of one theme.
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
    own: bool = False
    because: str = ""

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
        own=bool(one.action.themes),
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
    because: str = ""

    @property
    def states_in_words(self) -> str:
        """ "Told" of a single one; "Told (2), Done (1)" of several."""
        if self.times == 1:
            return self.states[0][0]
        return ", ".join(f"{label} ({number})" for label, number in self.states)


def told_once(found: Iterable[EarlierRecommendation]) -> list[RepeatedRecommendation]:
    """The same words to the same owner once, in the order in which they first come."""
    states: dict[tuple[str, str], Counter[str]] = {}
    because: dict[tuple[str, str], str] = {}
    for one in found:
        label = f"{one.state_label}. {one.effect}" if one.effect else one.state_label
        because.setdefault((one.text, one.owner), one.because)
        states.setdefault((one.text, one.owner), Counter())[label] += 1
    return [
        RepeatedRecommendation(*key, counted.total(), tuple(counted.items()), because[key])
        for key, counted in states.items()
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


def to_the_point(
    found: Iterable[EarlierRecommendation], themes: Collection[str], on: date
) -> list[EarlierRecommendation]:
    """The few that bear on a case with these ``themes``, each saying why; the nearest first.

    One that was made on a theme of the case comes before one that only comes from a case like it, which
    has to share more (EARLIER_POLICIES): a theme of a whole case says little about one recommendation of it.
    """
    policy, wanted = earlier_policy_on(on), set(themes)
    near = [one for one in on_themes(found, wanted, None) if one.own or policy.like(wanted, set(one.themes))]
    near.sort(key=lambda one: (not one.own, -len(wanted & set(one.themes))))
    words = dict.fromkeys((one.text, one.owner) for one in near)
    few = set(list(words)[: policy.most])
    return [replace(one, because=_because(one, wanted)) for one in near if (one.text, one.owner) in few]


def _because(one: EarlierRecommendation, wanted: set[str]) -> str:
    shared = ", ".join(theme_label(theme) for theme in one.themes if theme in wanted)
    return f"Made on: {shared}" if one.own else f"From a review of a case like this one: {shared}"
