"""What the page of a text shows: all of it with numbered marks, and each place with what is said of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.theming.domain.confirming.evidence import HOW_LABELS
from services.theming.domain.confirming.places import Place
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Theme
from services.theming.domain.themes.highlighting import Mark, Segment, segments
from services.theming.nlp.told_files import TOLD_WORDS
from services.theming.pages.reading import ASSERTION_LABELS
from services.theming.speaking_words import speaking_words

WAITING = "Waiting for a decision"
COLOURS = {"Accepted": "green", "Rejected": "red", "Changed": "purple", "Added by hand": "purple"}


@dataclass(frozen=True)
class ShownPlace:
    """``reading``: how it speaks of the theme; ``state``, ``colour``: what became of it; ``mark``: what a
    form carries of it; ``because``: why it is marked, in words.
    """

    number: int
    place: Place
    label: str
    reading: str
    state: str
    colour: str
    advisory: bool
    quote: list[Segment]
    mark: str
    because: list[str]

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
            place.mark_in(text),
            because(text, place),
        )
        for number, place in enumerate(kept, 1)
    ]


def because(text: str, place: Place) -> list[str]:
    """Why rules marked it, so that a person can judge whether that is a reason."""
    told = [rule for rule in place.rules if rule.endswith(f".{TOLD_WORDS}")]
    said = []
    if len(told) < len(place.rules):
        said.append("The marked words stand in the codebook for this theme.")
    if told:
        words = speaking_words(place.theme, text[slice(*place.sentence)])
        strongest = ", ".join(f"“{word}”" for word in words)
        said.append(
            "No words of the codebook stand here. This sentence's words together are like those of sentences"
            " that showed this theme in other accounts"
            + (f"; those that spoke for it most: {strongest}." if words else ".")
        )
    return said


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
