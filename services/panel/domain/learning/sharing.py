"""Learning that goes to others: nobody can be known by it, and a second person marks it fit for that.

Source: *Child Death Review: Statutory and Operational Guidance (England)*: learning is shared without the
child; the panel passes good practice on regionally and nationally.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Fault, Refusal
from shared.identifier_patterns import identifiers_in
from shared.themes import THEMES

FEWEST_CASES = 3  # source: a composite vignette is drawn from three or more cases


class LearningKind(StrEnum):
    LEARNING_POINT = "learning_point"
    GOOD_PRACTICE = "good_practice"
    VIGNETTE = "vignette"
    CAMPAIGN = "campaign"


KIND_LABELS: dict[LearningKind, str] = {
    LearningKind.LEARNING_POINT: "Learning point",
    LearningKind.GOOD_PRACTICE: "Good practice",
    LearningKind.VIGNETTE: "Composite account of several cases",
    LearningKind.CAMPAIGN: "Campaign",
}
CHANNELS: dict[str, str] = {
    "bulletin": "Bulletin or newsletter",
    "training": "Training or learning event",
    "forum": "Forum of an organisation",
    "website": "Website",
    "social_media": "Social media",
    "print": "Poster or leaflet",
    "letter": "Letter or e-mail",
    "regional_network": "Regional network",
    "national": "National body or database",
    "other": "Other",
}


class NotFitToPublish(Refusal):
    status = 409
    title = "This cannot be marked fit for publication"


@dataclass(eq=False)
class SharedLearning:
    """A text to be passed on. ``cases``: references of those it rests on; never shown with it."""

    id: str
    kind: LearningKind
    title: str
    text: str
    themes: list[str]
    cases: list[str]
    written_by: str
    written_by_name: str
    written_at: datetime
    fit_by: str | None = None
    fit_by_name: str = ""
    fit_at: datetime | None = None

    @property
    def fit_to_publish(self) -> bool:
        return self.fit_at is not None

    def mark_fit(self, *, by: str, by_name: str, at: datetime) -> None:
        """Say that nobody can be known by it. Refuses NotFitToPublish: marked already."""
        if self.fit_to_publish:
            raise NotFitToPublish("It is marked already.")
        self.fit_by, self.fit_by_name, self.fit_at = by, by_name, at

    def take_back(self) -> None:
        """It is not to be published any more."""
        self.fit_by, self.fit_by_name, self.fit_at = None, "", None


@dataclass(eq=False)
class Dissemination:
    """One time that learning was passed on. ``reach``: how many people, None where it is not known."""

    id: str
    learning_id: str
    audience: str
    channel: str
    by: str
    on: date
    reach: int | None
    outcome: str
    recorded_by: str
    recorded_by_name: str
    recorded_at: datetime


def learning_faults(
    kind: str, title: str, text: str, themes: Collection[str], cases: Sequence[str], known: Collection[str]
) -> list[Fault]:
    """What is wrong with a text, in the order of the form. ``known``: the completed cases among ``cases``."""
    few = kind == LearningKind.VIGNETTE and len(set(cases)) < FEWEST_CASES
    unknown = [one for one in cases if one not in known]
    found = (
        ("kind", kind not in set(LearningKind), "Choose what it is"),
        ("title", not title.strip(), "Give it a title"),
        ("text", not text.strip(), "Write what others should know"),
        ("themes", any(one not in THEMES for one in themes), "Choose themes of the list"),
        ("cases", few, f"An account of several cases is drawn from at least {FEWEST_CASES} different ones"),
        ("cases", bool(unknown), f"No completed review has the reference {', '.join(unknown)}"),
    )
    faults = [Fault(name, message) for name, wrong, message in found if wrong]
    return [*faults, *_shown("title", title, cases), *_shown("text", text, cases)]


def dissemination_faults(audience: str, channel: str, by: str, on: date | None, today: date) -> list[Fault]:
    """What is wrong with an entry of the log, in the order of the form."""
    found = (
        ("audience", not audience.strip(), "Say who was told"),
        ("channel", channel not in CHANNELS, "Choose how they were told"),
        ("by", not by.strip(), "Say which post or organisation told them"),
        ("on", on is None, "Enter the day"),
        ("on", on is not None and on > today, "The day must not be in the future"),
    )
    return [Fault(name, message) for name, wrong, message in found if wrong]


def _shown(name: str, text: str, cases: Sequence[str]) -> list[Fault]:
    """Identifiers in a text that is to leave: a reference of a case is one of them here."""
    kinds = list(identifiers_in(text)) + ["case reference"] * any(one in text for one in cases)
    return [Fault(name, f"Take out what may identify somebody: {', '.join(kinds)}")] if kinds else []
