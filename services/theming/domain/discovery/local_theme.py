"""A theme of this panel alone: made by a person from a proposal or from a single case, changed, withdrawn."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

from services.theming.domain.discovery.found_theme import IN_HEADING, heading
from services.theming.domain.themes.codebook import Codebook, Theme
from shared.errors import Conflict, Fault, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.named_people import naming_faults

LONGEST_LABEL, LONGEST_DEFINITION, LONGEST_PATTERN = 80, 500, 200
MOST_PATTERNS = 60
PREFIX = "local_"
LOCAL_GROUP, LOCAL_LABEL = "local", "This panel's own themes"
_CHANGES = re.compile(r"\.local-(\d+)$")
_HYPHEN = re.compile(r"(?<=[\w*])[-‐‑](?=\w)")
#: What is not seen in a name: a soft hyphen, a space of no width.
_UNSEEN = ("Cf",)
#: What stands between words of a name: blanks, hyphens and dashes of every kind.
_BETWEEN = ("Zs", "Zl", "Zp", "Cc", "Pd")


class ThemeChangedMeanwhile(Conflict):
    """Raised where somebody kept another version since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this theme since you opened the page: look at it again.")


@dataclass(frozen=True)
class LocalTheme:
    """One version of it. `patterns` as the codebook's files write them; `examples` are sentences that must
    show the theme. `withdrawn_on`: the day on which a person ended it with this version. `words_taken_out`:
    a person took out what was typed, and it says so in place of its name and meaning.
    """

    id: str
    version: int
    label: str
    group: str
    definition: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    withdrawn_on: date | None = None
    words_taken_out: bool = False

    @property
    def as_theme(self) -> Theme:
        return Theme(self.id, self.label, self.group, self.definition)

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


def as_texts_are_read(pattern: str) -> str:
    """A line as typed, evened out as texts are before they are read: else "co-sleeping" would be found in no
    text.
    """
    return _HYPHEN.sub(" ", pattern.lower().replace("’", "'"))


def even_label(label: str) -> str:
    """A name as it is kept: one blank between two words."""
    return " ".join(label.split())


def same_name(label: str) -> str:
    """The name as it is compared: small letters, plain forms, and nothing but blanks between its words."""
    plain = unicodedata.normalize("NFKC", label).replace("−", "-")
    kinds = ((character, unicodedata.category(character)) for character in plain)
    told = "".join(" " if kind in _BETWEEN else character for character, kind in kinds if kind not in _UNSEEN)
    return even_label(told).casefold()


def id_for(taken: Collection[str]) -> str:
    """An id that no other theme has: a number, which repeats nothing that somebody typed."""
    return next(each for number in count(1) if (each := f"{PREFIX}{number}") not in taken)


def theme_faults(
    label: str,
    group: str,
    definition: str,
    patterns: Collection[str],
    codebook: Codebook,
    others: Collection[LocalTheme] = (),
) -> list[Fault]:
    """What is wrong with a theme as typed, every fault at once. `others`: this panel's other themes, the
    withdrawn too, so that no two were ever called the same. `codebook`: without the theme itself.
    """
    found = (
        ("group", group != LOCAL_GROUP and group not in codebook.groups, "Choose the group it belongs to"),
        ("definition", not definition, "Say when a case has this theme"),
        (
            "definition",
            len(definition) > LONGEST_DEFINITION,
            f"The definition must be {LONGEST_DEFINITION} characters or less",
        ),
        ("patterns", not patterns, "Give at least one word or phrase to find it by"),
        (
            "patterns",
            len(patterns) > MOST_PATTERNS,
            f"There are {len(patterns)} lines: use {MOST_PATTERNS} or fewer",
        ),
        *(
            (
                "patterns",
                len(pattern) > LONGEST_PATTERN,
                f"Line {number} has {len(pattern)} characters: use {LONGEST_PATTERN} or fewer",
            )
            for number, pattern in enumerate(patterns, 1)
        ),
    )
    faults = _label_faults(label, codebook, others)
    faults += [Fault(field, message) for field, wrong, message in found if wrong]
    for field, text in (("label", label), ("definition", definition), ("patterns", "\n".join(patterns))):
        faults += [
            Fault(field, f"This seems to show {with_article(kind)}: leave it out")
            for kind in identifiers_in(text)
        ]
    return faults


def _label_faults(label: str, codebook: Codebook, others: Collection[LocalTheme]) -> list[Fault]:
    faults = []
    if not label:
        faults.append(Fault("label", "Give the theme a name"))
    elif same_name(label) in (same_name(theme.label) for theme in codebook.themes.values()):
        faults.append(Fault("label", "The codebook has a theme of this name"))
    elif same_name(label) in (same_name(each.label) for each in others):
        said = "This panel had a theme of this name: take that one up again, or choose another name"
        faults.append(Fault("label", said))
    if len(label) > LONGEST_LABEL:
        faults.append(Fault("label", f"The name must be {LONGEST_LABEL} characters or less"))
    return faults


def named_by_the_program(label: str, proposed: str, terms: Sequence[str]) -> list[Fault]:
    """That a theme has the name under which it was proposed, or its words alone: a person says what it is."""
    made = (proposed, heading(terms), ", ".join(terms[:IN_HEADING]))
    if same_name(label) not in map(same_name, made):
        return []
    return [Fault("label", "Name it in words of your own: this was put together from words of the texts")]


def words_faults(theme: LocalTheme, reason: str = "", *, names_nobody: bool) -> list[Fault]:
    """Names and addresses in what was typed. `names_nobody`: who typed it has said that nobody is meant."""
    typed = {
        "label": theme.label,
        "definition": theme.definition,
        "patterns": "\n".join(theme.patterns),
        "reason": reason,
    }
    return naming_faults(typed, names_nobody=names_nobody)


def without_words(theme: LocalTheme, on: date) -> LocalTheme:
    """Its id, version and group, and in place of what was typed that it was taken out on a day.

    Raises TransitionRefused unless it is withdrawn.
    """
    if not theme.withdrawn_on:
        raise TransitionRefused("Withdraw this theme first: its words can then be taken out.")
    day = f"{on.day} {on:%B %Y}"
    label, definition = f"A theme whose words were taken out on {day}", "Its words were taken out."
    emptied = replace(theme, label=label, definition=definition, patterns=(), examples=())
    return replace(emptied, words_taken_out=True)


def with_local(codebook: Codebook, themes: Collection[LocalTheme], changes: int) -> Codebook:
    """The codebook with this panel's own themes that stand; each of the `changes` to them is a version."""
    if not changes:
        return codebook
    local = {each.id: each.as_theme for each in themes if not each.withdrawn_on}
    groups = {**codebook.groups}
    if any(theme.group == LOCAL_GROUP for theme in local.values()):
        groups[LOCAL_GROUP] = LOCAL_LABEL
    return Codebook(f"{codebook.version}.local-{changes}", groups, {**codebook.themes, **local})


def changes_in(version: str) -> int:
    """How many changes of this panel's own themes a version of the codebook has in it."""
    found = _CHANGES.search(version)
    return int(found[1]) if found else 0


def spoken_of(codebook: Codebook, themes: Collection[LocalTheme]) -> Mapping[str, Theme]:
    """The codebook's themes, and those of this panel's own that were withdrawn from it, whose names say so:
    what people decided about these stays, and has to be called something.
    """
    gone = (each for each in themes if each.withdrawn_on and each.id not in codebook.themes)
    return {**codebook.themes, **{each.id: _marked_withdrawn(each) for each in gone}}


def _marked_withdrawn(theme: LocalTheme) -> Theme:
    day = theme.withdrawn_on
    assert day
    return replace(theme.as_theme, label=f"{theme.label} (withdrawn on {day.day} {day:%B %Y})")
