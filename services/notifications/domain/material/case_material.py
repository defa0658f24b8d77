"""A text about a case on its way to the panel: redacted, confirmed by a person, cut into parts an
event can carry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.refusals import AlreadyConfirmed, MaterialWithheld
from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, Withheld, redact

FAMILY_QUESTION = "family_question"  # a kind of material with a way of its own to the panel
PART_BYTES = 200_000  # of UTF-8: events stay under the usual message limit of 1 MB with room to spare


@dataclass
class CaseMaterial:
    """The original stays here. `removed`: words a person marked; `kept`: false hits put back (start, end)."""

    material_id: str
    case_reference: str
    source_id: str
    source_role: str
    kind: str  # "notification" | "reporting_form" | "family_question"
    title: str
    original: str
    received_on: date
    version: int = 1
    removed: list[str] = field(default_factory=list)
    kept: list[list[int]] = field(default_factory=list)
    confirmed_on: date | None = None
    confirmed_by: str = ""

    def redacted(self, known: KnownNames, dates: CaseDates) -> Redacted | Withheld:
        """The text as it would leave, with every hit."""
        return redact(
            self.original, known, dates, also=self.removed, keep=[(start, end) for start, end in self.kept]
        )

    def remove_also(self, words: str) -> None:
        """Mark words to be removed wherever they stand. Raises AlreadyConfirmed."""
        self._must_be_open()
        plain = " ".join(words.split())
        if plain and plain not in self.removed:
            self.removed = [*self.removed, plain]

    def put_back(self, start: int, end: int) -> None:
        """Keep a hit that identifies nobody. Raises AlreadyConfirmed."""
        self._must_be_open()
        if [start, end] not in self.kept:
            self.kept = [*self.kept, [start, end]]

    def undo_marks(self) -> None:
        self._must_be_open()
        self.removed, self.kept = [], []

    def confirm(self, known: KnownNames, dates: CaseDates, *, by: str, on: date) -> Redacted:
        """The confirmed text. Raises AlreadyConfirmed, or MaterialWithheld where it must not leave."""
        self._must_be_open()
        result = self.redacted(known, dates)
        if isinstance(result, Withheld):
            raise MaterialWithheld(result.reason)
        self.confirmed_on, self.confirmed_by = on, by
        return result

    def reopen(self) -> None:
        """A new version, because a name was missed or too much was removed. The old one stays told."""
        if self.confirmed_on is not None:
            self.version, self.confirmed_on, self.confirmed_by = self.version + 1, None, ""

    def _must_be_open(self) -> None:
        if self.confirmed_on is not None:
            raise AlreadyConfirmed()


def text_of(returned: Return) -> str:
    """A return as a document: section by section, without what identifies the responder, and after it the
    supplementary forms that were asked for. Each is read in the version it was given in.
    """
    parts = [*_sections(returned)]
    for each in returned.supplementary:
        if each.asked_for:
            parts += [f"Supplementary form: {each.form.name.lower()}", *_sections(each)]
    return "\n\n".join(parts)


def _sections(returned: Return) -> Iterator[str]:
    answers, form = returned.counted, returned.form
    for section in form.sections:
        if section.identifying:
            continue
        lines = [f"{section.id.upper()}. {section.title}" if len(section.id) == 1 else section.title]
        if section.id in returned.not_held:
            lines.append("Nothing is held by this agency for this section.")
        for question in section.questions:
            if (answer := answers.get(question.name)) and not question.identifying:
                lines.append(f"{question.plain}: {question.shown(answer).rstrip('.')}.")
        if narrative := returned.narratives.get(section.id):
            lines.append(narrative)
        if len(lines) > 1:
            yield "\n".join(lines)


def in_parts(text: str, most_bytes: int = PART_BYTES) -> list[str]:
    """The text cut at paragraph, line or character so that no part exceeds `most_bytes` of UTF-8.

    The parts joined give the text again; an empty text is one empty part.
    """
    parts: list[str] = []
    rest = text
    while len(rest.encode()) > most_bytes:
        piece = rest.encode()[:most_bytes].decode(errors="ignore")
        cut = max(piece.rfind("\n\n") + 2, piece.rfind("\n") + 1 if piece.rfind("\n\n") < 0 else 0)
        parts.append(rest[: cut if cut > 1 else len(piece)])
        rest = rest[len(parts[-1]) :]
    return [*parts, rest]


def waiting_first(materials: Iterable[CaseMaterial]) -> list[CaseMaterial]:
    """Those awaiting confirmation first, the oldest before the newer."""
    return sorted(materials, key=lambda one: (one.confirmed_on is not None, one.received_on, one.material_id))
