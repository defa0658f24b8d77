"""What redaction gives back: text that may be shown to a person for confirmation, or nothing at all."""

from collections import Counter
from dataclasses import dataclass, field


class Unreadable(ValueError):
    """The text cannot be read reliably, so nobody can say what is in it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One removal. `start` and `end` are characters of `Redacted.source`; `rule` is a key of
    `rules.RULES`.
    """

    start: int
    end: int
    rule: str
    original: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words left in the text that a person should look at before confirming it."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """De-identified text. `source` is the text as read (composed Unicode, invisible characters dropped)."""

    source: str
    text: str
    hits: tuple[Hit, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    withheld: bool = field(default=False, init=False)

    def counts(self) -> dict[str, int]:
        """Removals by rule: says how much was removed, never what."""
        return dict(sorted(Counter(hit.rule for hit in self.hits).items()))


@dataclass(frozen=True, slots=True)
class Withheld:
    """The text was not let through. `reason` is in plain words and quotes nothing from the text."""

    reason: str
    withheld: bool = field(default=True, init=False)

    @property
    def text(self) -> str:
        return f"[This text is withheld: {self.reason}]"
