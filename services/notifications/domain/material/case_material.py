"""A text about a case on its way to the panel: redacted, confirmed or withheld by a person, cut into parts
an event can carry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.notifications.domain.documents.read_pages import page_described, page_withheld
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.refusals import (
    AlreadyConfirmed,
    AlreadyWithheld,
    MaterialWithheld,
)
from services.notifications.domain.material.material_kinds import (
    DOCUMENT_KINDS,
    WITHHELD_BECAUSE,
    document_title,
)
from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, Withheld, redact
from shared.errors import Fault, Invalid, TransitionRefused

FAMILY_QUESTION = "family_question"  # a kind of material with a way of its own to the panel
PART_BYTES = 200_000  # of UTF-8: events stay under the usual message limit of 1 MB with room to spare
NOTHING_TO_READ = "there is no text in it"


class MaterialStatus(StrEnum):
    """Where a version of a text stands. What was told is changed by a new version alone."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    WITHHELD = "withheld"


S = MaterialStatus
MATERIAL_TRANSITIONS: dict[MaterialStatus, frozenset[MaterialStatus]] = {
    S.WAITING: frozenset({S.CONFIRMED, S.WITHHELD}),
    S.CONFIRMED: frozenset({S.WAITING}),
    S.WITHHELD: frozenset({S.WAITING}),
}
_SAID: dict[MaterialStatus, type[TransitionRefused]] = {
    S.CONFIRMED: AlreadyConfirmed,
    S.WITHHELD: AlreadyWithheld,
}


@dataclass
class CaseMaterial:
    """The original stays here. `removed`: words a person marked; `kept`: false hits put back (start, end).

    `made_from` names what it was made of, so that the same sent again becomes its next version. `pages`: how
    many the document had (0: not of pages); `unreadable_pages` and `picture_pages` are numbers of them.
    `told_as`: "material" or "document", as the panel was last given its text, "" if never.
    """

    material_id: str
    case_reference: str
    source_id: str
    source_role: str
    kind: str  # "notification" | "reporting_form" | "family_question" | a key of DOCUMENT_KINDS
    title: str
    original: str
    received_on: date
    version: int = 1
    removed: list[str] = field(default_factory=list)
    kept: list[list[int]] = field(default_factory=list)
    confirmed_on: date | None = None
    confirmed_by: str = ""
    made_from: str = ""
    pages: int = 0
    unreadable_pages: list[int] = field(default_factory=list)
    picture_pages: list[int] = field(default_factory=list)
    told_as: str = ""
    withheld_on: date | None = None
    withheld_by: str = ""
    withheld_because: str = ""
    withheld_reason: str = ""

    @property
    def status(self) -> MaterialStatus:
        if self.withheld_on is not None:
            return MaterialStatus.WITHHELD
        return MaterialStatus.WAITING if self.confirmed_on is None else MaterialStatus.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status is MaterialStatus.WAITING

    @property
    def is_document(self) -> bool:
        """Whether it is told as a document of its own, whose kind the office chooses."""
        return self.kind in DOCUMENT_KINDS

    @property
    def panel_knows(self) -> bool:
        """Whether the panel has been given a version of it, or told that it is withheld."""
        return not self.is_waiting or self.version > 1

    def redacted(self, known: KnownNames, dates: CaseDates) -> Redacted | Withheld:
        """The text as it would leave, with every hit. Nothing to read is withheld, not empty."""
        if not self.original.strip():
            return Withheld(NOTHING_TO_READ)
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

    def choose_kind(self, kind: str) -> None:
        """Say what the document is; its title follows. Raises Invalid, also for a return's own text."""
        self._must_be_open()
        if not self.is_document or kind not in DOCUMENT_KINDS:
            raise Invalid([Fault("kind", "Choose what it is")])
        if kind != self.kind:
            self.kind, self.title = kind, document_title(kind, self.source_role)

    def describe_page(self, page: int, words: str) -> None:
        """A person writes what stands on a page that could not be read. Raises Invalid."""
        self._must_be_open()
        if page not in self.unreadable_pages:
            raise Invalid([Fault("page", "Choose a page that could not be read")])
        if not words.strip():
            raise Invalid([Fault(f"words-{page}", "Write what the page shows or says")])
        self.original = self.original.replace(page_withheld(page), page_described(page, words.strip()), 1)
        self.unreadable_pages = [each for each in self.unreadable_pages if each != page]
        self.kept = []  # false hits are known by their place, which has changed

    def confirm(self, known: KnownNames, dates: CaseDates, *, by: str, on: date) -> Redacted:
        """The confirmed text. Raises AlreadyConfirmed, or MaterialWithheld where it must not leave."""
        self._must_be_open()
        result = self.redacted(known, dates)
        if isinstance(result, Withheld):
            raise MaterialWithheld(result.reason)
        self.confirmed_on, self.confirmed_by = on, by
        self.told_as = "document" if self.is_document else "material"
        return result

    def withhold(self, because: str, *, by: str, on: date, reason: str = "") -> None:
        """Keep it from the panel. `reason` are the office's own words, which stay here. Raises Invalid."""
        self._must_be_open()
        if because not in WITHHELD_BECAUSE:
            raise Invalid([Fault("because", "Choose why it is withheld")])
        self.withheld_on, self.withheld_by = on, by
        self.withheld_because, self.withheld_reason = because, reason.strip()

    def reopen(self) -> None:
        """A new version, because a name was missed or too much was removed. The old one stays told."""
        if not self.is_waiting:
            self.version += 1
            self.confirmed_on, self.confirmed_by = None, ""
            self.withheld_on, self.withheld_by = None, ""
            self.withheld_because, self.withheld_reason = "", ""

    def come_again(self, original: str, *, on: date) -> None:
        """The same was sent once more: its text goes before what was here, to be confirmed anew."""
        self.reopen()
        self.original, self.received_on, self.kept = original, on, []

    def _must_be_open(self) -> None:
        if not self.is_waiting:
            raise _SAID[self.status]()


def text_of(returned: Return) -> str:
    """A return as a document: section by section, without what identifies the responder, in the version of
    the form it was given in. Its supplementary forms are documents of their own: `supplementary_texts`.
    """
    return "\n\n".join(_sections(returned))


def supplementary_texts(returned: Return) -> Iterator[tuple[str, str, str]]:
    """(id of the form, title, text) of each supplementary form that was asked for and says something."""
    for each in returned.supplementary:
        if each.asked_for and (text := text_of(each)):
            yield each.form.id, f"Supplementary form: {each.form.name}", text


NOT_HELD = "Nothing is held by this agency for this section."


def _sections(returned: Return) -> Iterator[str]:
    answers, form = returned.counted, returned.form
    for section in form.sections:
        if section.identifying:
            continue
        title = f"{section.id.upper()}. {section.title}" if len(section.id) == 1 else section.title
        lines = [title]
        if section.id in returned.not_held:
            lines = [f"{title}:", NOT_HELD]  # the colon: "the child Nothing" reads as a name
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
    """Those awaiting confirmation first, the oldest before the newer; of one day, the notification first."""

    def place(one: CaseMaterial) -> tuple[bool, date, bool, str, str]:
        return (not one.is_waiting, one.received_on, one.kind != "notification", one.title, one.material_id)

    return sorted(materials, key=place)
