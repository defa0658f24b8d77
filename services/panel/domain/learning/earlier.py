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
    """One recommendation that several reviews made of the same owner. ``states``: each with its number.

    ``years``: those of the first and the last of these reviews; ``evidence``: the newest there is.
    """

    text: str
    owner: str
    times: int
    states: tuple[tuple[str, int], ...]
    because: str = ""
    years: tuple[str, ...] = ()
    evidence: str = ""

    @property
    def agreed_in_words(self) -> str:
        """ "agreed 2026", or "in 4 reviews, agreed 2024 to 2026": a month could be of one review."""
        when = f"agreed {' to '.join(self.years)}"
        return when if self.times == 1 else f"in {self.times} reviews, {when}"

    @property
    def states_in_words(self) -> str:
        """ "Told" of a single one; "Told (2), Done (1)" of several."""
        if self.times == 1:
            return self.states[0][0]
        return ", ".join(f"{label} ({number})" for label, number in self.states)


def told_once(found: Iterable[EarlierRecommendation]) -> list[RepeatedRecommendation]:
    """The same words to the same owner once, in the order in which they first come."""
    same: dict[tuple[str, str], list[EarlierRecommendation]] = {}
    for one in found:
        same.setdefault((one.text, one.owner), []).append(one)
    return [_as_one(each) for each in same.values()]


def _as_one(same: list[EarlierRecommendation]) -> RepeatedRecommendation:
    states = Counter(f"{one.state_label}. {one.effect}" if one.effect else one.state_label for one in same)
    newest_first = sorted(same, key=lambda one: one.agreed_in, reverse=True)
    years = sorted({one.agreed_in[:4] for one in same})
    return RepeatedRecommendation(
        text=same[0].text,
        owner=same[0].owner,
        times=len(same),
        states=tuple(states.items()),
        because=same[0].because,
        years=tuple(dict.fromkeys((years[0], years[-1]))),
        evidence=next((one.evidence for one in newest_first if one.evidence), ""),
    )


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
