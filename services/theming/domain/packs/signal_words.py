"""Signals in words for everybody: those that say nearly the same are named together."""

import re
from collections.abc import Sequence

from services.theming.domain.packs.contents import Signal
from services.theming.domain.packs.plain_words import plain_label
from services.theming.domain.signals.standing import METHOD_NAMES

MORE_THAN_USUAL = "More notifications than usual: "
_ALIKE = 0.5  # of what two have between them, of cases or of words, so much is in both
_SMALL_WORDS = frozenset({"and", "or", "of", "a", "the", "in", "with", "that", "by"})


def told_together(signals: Sequence[Signal]) -> list[list[Signal]]:
    """Each with those that follow it and are nearly the same, in the order in which they are given."""
    groups: list[list[Signal]] = []
    for each in signals:
        near = next((group for group in groups if _alike(group[0], each)), None)
        if near is None:
            groups.append([each])
        else:
            near.append(each)
    return groups


def in_plain_words(group: Sequence[Signal]) -> str:
    """The first by its name; the others as other ways of counting, which may be the same deaths."""
    first, *others = group
    ways = f"{len(first.terms)} of {len(METHOD_NAMES)} ways of counting say that it is more than usual"
    named = f"{_named(first)}. {ways}"
    if others:
        named += f". These are close to it, and may be the same deaths: {'; '.join(map(_named, others))}"
    return named


def _named(signal: Signal) -> str:
    return plain_label(signal.label.removeprefix(MORE_THAN_USUAL))


def _alike(one: Signal, other: Signal) -> bool:
    pairs = (
        (set(one.case_references), set(other.case_references)),
        (_words(one.label), _words(other.label)),
    )
    return any(len(mine & yours) >= _ALIKE * len(mine | yours) for mine, yours in pairs)


def _words(label: str) -> set[str]:
    return set(re.findall(r"\w+", label.removeprefix(MORE_THAN_USUAL).lower())) - _SMALL_WORDS
