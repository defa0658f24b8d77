"""Which ready cases an agenda should take, and why each: by age net of holds, like cases together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda import below_target, propose
from services.panel.domain.meetings.meeting_policies import ProposalPolicy, proposal_policy
from services.panel.domain.meetings.panels import PanelType, reviewed_before
from shared.counted_words import counted
from shared.themes import THEMES, theme_label

Themes = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ProposedCase:
    """``because``: why it is proposed; in the queue its age, and why the meeting does not look for it."""

    case: ReviewCase
    because: tuple[str, ...]
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgendaProposal:
    """``proposed`` in the order of the agenda; ``queue`` the other ready cases, the oldest first.

    ``below``: a sentence where even with the proposal the agenda has fewer cases than the meeting aims at.
    """

    proposed: tuple[ProposedCase, ...]
    queue: tuple[ProposedCase, ...]
    below: str


@dataclass(frozen=True)
class Wanted:
    """What a meeting looks for: ``listed`` cases are on its agenda, ``target`` is what it aims at."""

    type: PanelType
    theme: str
    target: int
    listed: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        return max(self.target - len(self.listed), 0)

    @property
    def theme_id(self) -> str:
        """The codebook's id of the meeting's theme, "" where it is written in words of its own."""
        written = self.theme.strip().casefold()
        return next((one.id for one in THEMES.values() if written in (one.id, one.label.casefold())), "")

    def why_not(self, case: ReviewCase, themes: Sequence[str]) -> str:
        """Why this meeting does not look for the case; "" if it does."""
        if not self.type.may_list(case):
            return "A panel has reviewed it before: this panel takes only cases not yet reviewed."
        if not self.type.fits(case):
            return f"Not a case for a panel of the type “{self.type.label}”."
        if self.theme_id and self.theme_id not in themes:
            return f"Not of the theme “{theme_label(self.theme_id)}”."
        return ""


@dataclass
class _Choosing:
    """The proposal as it grows: like cases are put behind the first of their theme."""

    by_reference: Mapping[str, ReviewCase]
    themes: Themes
    policy: ProposalPolicy
    listed: tuple[str, ...] = ()
    order: list[str] = field(default_factory=list)
    because: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, reference: str, because: str) -> None:
        self.order.append(reference)
        self.because[reference] = (because,)

    def take_like(self, reference: str, like: str, theme: str) -> None:
        """Put a case behind those it is like; at the end if those are on the agenda already."""
        places = [n for n, each in enumerate(self.order, start=1) if theme in self._of(each)]
        self.order.insert(places[-1] if places else len(self.order), reference)
        self.because[reference] = (f"Same theme as {like}: {theme_label(theme)}.",)

    def alike(self, reference: str) -> tuple[str, str] | None:
        """The first case, on the agenda or chosen, and the theme that this one shares; None if there is none,
        or if the theme has cases enough.
        """
        for chosen in (*self.listed, *self.order):
            for theme in self._of(chosen):
                if theme in self._of(reference) and self._count(theme) < self.policy.most_of_a_theme:
                    return chosen, theme
        return None

    def _of(self, reference: str) -> Sequence[str]:
        return self.themes.get(reference, ())

    def _count(self, theme: str) -> int:
        return sum(theme in self._of(each) for each in (*self.listed, *self.order))


def propose_agenda(
    cases: Iterable[ReviewCase], *, wanted: Wanted, themes: Themes, on: date
) -> AgendaProposal:
    """Fill the free places of a meeting from ``cases``; ``themes`` by reference.

    The first places go to those that have waited longest, then to the longest waiting that share a theme with
    a chosen one (or with one on the agenda), then again by age. A case that may not be listed is left out.
    """
    waiting = [case for case in _oldest_first(cases, on) if case.reference not in wanted.listed]
    refused = {case.reference: wanted.why_not(case, themes.get(case.reference, ())) for case in waiting}
    fitting = [case for case in waiting if not refused[case.reference]]
    choosing = _choose(fitting, wanted, themes, on)
    chosen = [_proposed(choosing.by_reference[each], choosing, themes) for each in choosing.order]
    rest = [case for case in waiting if case.reference not in choosing.because]
    queue = [_waiting(case, refused[case.reference], themes, on) for case in rest]
    return AgendaProposal(
        tuple(chosen), tuple(queue), below_target(len(wanted.listed) + len(chosen), wanted.target)
    )


def _oldest_first(cases: Iterable[ReviewCase], on: date) -> list[ReviewCase]:
    every = list(cases)
    return propose(every, on=on, places=len(every))


def _choose(fitting: list[ReviewCase], wanted: Wanted, themes: Themes, on: date) -> _Choosing:
    policy = proposal_policy(on)
    choosing = _Choosing({case.reference: case for case in fitting}, themes, policy, wanted.listed)
    strictly = min(policy.strictly_by_age, wanted.places)
    for number, case in enumerate(fitting[:strictly], start=1):
        choosing.take(case.reference, _age_words(case, on, number))
    left = [case.reference for case in fitting[strictly:]]
    _fill_with_like(choosing, left, wanted.places)
    for reference in [each for each in left if each not in choosing.because]:
        if len(choosing.order) < wanted.places:
            case = choosing.by_reference[reference]
            choosing.take(reference, f"Next by age: {_days(case, on)}.")
    return choosing


def _fill_with_like(choosing: _Choosing, left: list[str], places: int) -> None:
    for reference in left:
        if len(choosing.order) >= places:
            return
        if found := choosing.alike(reference):
            choosing.take_like(reference, *found)


def _age_words(case: ReviewCase, on: date, number: int) -> str:
    return f"{'Oldest' if number == 1 else f'Number {number} by age'}: {_days(case, on)}."


def _days(case: ReviewCase, on: date) -> str:
    net, whole = case.age_days_net_of_holds(on), case.age_days(on)
    days = counted(net, "day")
    return f"{days} not on hold, {whole} in all" if whole != net else f"{days} since notification"


def _proposed(case: ReviewCase, choosing: _Choosing, themes: Themes) -> ProposedCase:
    again = ("It was reviewed before and reopened.",) if reviewed_before(case) else ()
    because = (*choosing.because[case.reference], *again)
    return ProposedCase(case, because, tuple(themes.get(case.reference, ())))


def _waiting(case: ReviewCase, refused: str, themes: Themes, on: date) -> ProposedCase:
    because = (f"{_days(case, on)}.", *([refused] if refused else []))
    return ProposedCase(case, because, tuple(themes.get(case.reference, ())))
