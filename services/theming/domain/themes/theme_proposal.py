"""Themes proposed for a text, each with the words that show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.theming.domain.themes.assertions import Assertion, counts


@dataclass(frozen=True)
class Evidence:
    """Words that show a theme: `text` is exactly the characters `start` to `end` of the text that was given.

    `sentence_start` and `sentence_end` bound the sentence they stand in; `cue` names what decided the
    assertion.
    """

    start: int
    end: int
    text: str
    rule_id: str
    cue: str
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True)
class Mention:
    """One place where a theme is spoken of, and how."""

    theme: str
    assertion: Assertion
    evidence: Evidence


@dataclass(frozen=True)
class ThemeProposal:
    """All mentions of one theme that carry the same assertion, in the order of the text."""

    theme: str
    assertion: Assertion
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class ThemedText:
    """What one version of the pipeline proposes for one text.

    `enough` is False when the text is too thin for the absence of a theme to mean anything.
    """

    pipeline_version: str
    proposals: tuple[ThemeProposal, ...]
    enough: bool = True

    @property
    def affirmed(self) -> tuple[str, ...]:
        """Ids of the themes that count for the case."""
        return tuple(proposal.theme for proposal in self.proposals if counts(proposal.assertion))


def gather(mentions: Iterable[Mention], theme_order: Sequence[str]) -> tuple[ThemeProposal, ...]:
    """One proposal for each theme and assertion: affirmed ones first, then in the order of the codebook."""
    found: dict[tuple[str, Assertion], list[Evidence]] = {}
    for mention in mentions:
        found.setdefault((mention.theme, mention.assertion), []).append(mention.evidence)
    place = {theme: number for number, theme in enumerate(theme_order)}
    kinds = list(Assertion)
    ordered = sorted(found, key=lambda key: (not counts(key[1]), place[key[0]], kinds.index(key[1])))
    return tuple(
        ThemeProposal(
            theme, assertion, tuple(sorted(found[theme, assertion], key=lambda evidence: evidence.start))
        )
        for theme, assertion in ordered
    )
