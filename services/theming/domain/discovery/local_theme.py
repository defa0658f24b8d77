"""A theme of this panel alone: made by a person from a proposal or from a single case."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.theming.domain.themes.codebook import Codebook, Theme
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article

LONGEST_LABEL, LONGEST_DEFINITION, LONGEST_PATTERN = 80, 500, 200
MOST_PATTERNS = 60
PREFIX = "local_"
LOCAL_GROUP, LOCAL_LABEL = "local", "This panel's own themes"
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class LocalTheme:
    """`patterns` as the codebook's files write them; `examples` are sentences that must show the theme."""

    id: str
    version: int
    label: str
    group: str
    definition: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]

    def as_file(self) -> dict[str, Any]:
        """What a file of the codebook for this theme would read as."""
        return {
            "id": self.id,
            "label": self.label,
            "group": self.group,
            "definition": self.definition,
            "about": [],
            "rules": [{"id": "named", "patterns": list(self.patterns)}],
            "examples": {"affirmed": list(self.examples)},
        }


def id_for(label: str, taken: Collection[str]) -> str:
    """An id made of the label that no other theme has."""
    stem = PREFIX + (_NOT_IN_ID.sub("_", label.lower()).strip("_")[:40] or "theme")
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(each for each in numbered if each not in taken)


def theme_faults(
    label: str, group: str, definition: str, patterns: Collection[str], codebook: Codebook
) -> list[Fault]:
    """What is wrong with a theme as typed, every fault at once."""
    faults = []
    if not label:
        faults.append(Fault("label", "Give the theme a name"))
    elif label.lower() in (theme.label.lower() for theme in codebook.themes.values()):
        faults.append(Fault("label", "The codebook has a theme of this name"))
    if len(label) > LONGEST_LABEL:
        faults.append(Fault("label", f"The name must be {LONGEST_LABEL} characters or less"))
    if group != LOCAL_GROUP and group not in codebook.groups:
        faults.append(Fault("group", "Choose the group it belongs to"))
    if not definition:
        faults.append(Fault("definition", "Say when a case has this theme"))
    if len(definition) > LONGEST_DEFINITION:
        faults.append(Fault("definition", f"The definition must be {LONGEST_DEFINITION} characters or less"))
    if not patterns:
        faults.append(Fault("patterns", "Give at least one word or phrase to find it by"))
    if len(patterns) > MOST_PATTERNS or any(len(pattern) > LONGEST_PATTERN for pattern in patterns):
        faults.append(
            Fault("patterns", f"At most {MOST_PATTERNS} lines of at most {LONGEST_PATTERN} characters each")
        )
    for field, text in (("label", label), ("definition", definition), ("patterns", "\n".join(patterns))):
        faults += [
            Fault(field, f"This seems to show {with_article(kind)}: leave it out")
            for kind in identifiers_in(text)
        ]
    return faults


def with_local(codebook: Codebook, themes: Collection[LocalTheme], changes: int) -> Codebook:
    """The codebook with this panel's own themes; each of the `changes` to them is a version."""
    if not changes:
        return codebook
    local = {each.id: Theme(each.id, each.label, each.group, each.definition) for each in themes}
    groups = {**codebook.groups, LOCAL_GROUP: LOCAL_LABEL}
    return Codebook(f"{codebook.version}.local-{changes}", groups, {**codebook.themes, **local})
