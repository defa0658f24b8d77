"""What the page of a text shows: all of it with numbered marks, and each place with what is said of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.theming.domain.confirming.evidence import HOW_LABELS
from services.theming.domain.confirming.places import Place
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Theme
from services.theming.domain.themes.highlighting import Mark, Segment, segments
from services.theming.pages.reading import ASSERTION_LABELS

WAITING = "Waiting for a decision"
COLOURS = {"Accepted": "green", "Rejected": "red", "Changed": "purple", "Added by hand": "purple"}


@dataclass(frozen=True)
class ShownPlace:
    """``reading``: how it speaks of the theme; ``state``, ``colour``: what became of it."""

    number: int
    place: Place
    label: str
    reading: str
    state: str
    colour: str
    advisory: bool
    quote: list[Segment]

    @property
    def affirms(self) -> bool:
        return self.place.assertion is Assertion.AFFIRMED


def shown_places(
    text: str, found: Sequence[Place], known: Mapping[str, Theme], advisory: Collection[str]
) -> list[ShownPlace]:
    """Numbered in the order of the text; themes the codebook no longer has are left out."""
    kept = [place for place in found if place.theme in known]
    return [
        ShownPlace(
            number,
            place,
            known[place.theme].label,
            reading(place),
            *_state(place),
            place.theme in advisory,
            segments(text, [_mark(place, span, "") for span in place.spans], *place.sentence),
        )
        for number, place in enumerate(kept, 1)
    ]


def reading(place: Place) -> str:
    return ASSERTION_LABELS[place.assertion.value] if place.assertion else "does not show it"


def marked_with_numbers(text: str, shown: Sequence[ShownPlace]) -> list[Segment]:
    """The whole text; each mark carries its number, its theme and how it reads, and leads to its place."""
    marks = [
        _mark(each.place, span, f"{each.number} {each.label}{_said(each)}")
        for each in shown
        for span in each.place.spans
    ]
    return segments(text, marks)


def _said(shown: ShownPlace) -> str:
    if shown.place.judged and not shown.affirms and shown.place.proposed is Assertion.AFFIRMED:
        return ": rejected"
    return "" if shown.affirms else f": {shown.reading}"


def _mark(place: Place, span: tuple[int, int], label: str) -> Mark:
    kind = place.assertion.value if place.assertion else "other"
    return Mark(*span, label, kind, f"place-{place.key}")


def _state(place: Place) -> tuple[str, str]:
    if place.judged:
        label = HOW_LABELS[place.judged.how]
        return label, COLOURS[label]
    return (WAITING, "blue") if place.waits else ("Does not count", "grey")
