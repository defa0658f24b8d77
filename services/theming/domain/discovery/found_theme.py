"""A theme that several texts seem to share and the codebook lacks: a proposal, never more."""

from collections.abc import Sequence
from dataclasses import dataclass

#: So many of a proposal's words stand in its heading.
IN_HEADING = 3


@dataclass(frozen=True)
class Quote:
    """A sentence of a text that shows the theme: characters `start` to `end` of the text with this id."""

    id: object
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class FoundTheme:
    """`terms` stand out in the texts `ids`, best first. `stability` and `agreement` are shares of 1: how much
    of the group is found again when a part of the texts is left out, and how far other views of the texts
    hold it together.
    """

    label: str
    terms: tuple[str, ...]
    ids: tuple[object, ...]
    stability: float
    agreement: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Discovery:
    """What was found in `texts` texts, best first; `too_little` says why nothing could be."""

    texts: int
    found: tuple[FoundTheme, ...]
    too_little: str = ""


def heading(terms: Sequence[str]) -> str:
    """What a proposal is called until a person names it: words, plainly quoted as such."""
    quoted = [f"“{term}”" for term in terms[:IN_HEADING]]
    return f"Words they share: {', '.join(quoted)}"


def in_words(stability: float) -> str:
    """How far a group can be trusted, for a reader."""
    for least, words in ((0.75, "firm"), (0.5, "fairly firm"), (0.25, "loose")):
        if stability >= least:
            return words
    return "very loose"
