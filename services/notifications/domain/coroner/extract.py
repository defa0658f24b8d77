"""A proportionate extract for a coroner: the chosen parts of the record, in one text, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.coroner.coroners import Agreement, agreements_on, coroners_on
from shared.errors import Fault, Invalid


@dataclass(frozen=True)
class RecordPart:
    """A part of the record that can be chosen. ``others``: it holds data of people other than the child."""

    id: str
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""
    others: bool = False

    @property
    def written(self) -> str:
        """The part as it is disclosed; an answer that was not given is left out."""
        lines = [f"{label}: {answer}" for label, answer in self.rows if answer]
        return "\n".join([self.title.upper(), *lines, *([self.text] if self.text else [])])


@dataclass(frozen=True)
class Extract:
    """What would be disclosed: to which coroner and person, under which agreement, why, the exact text."""

    coroner: str
    agreement: Agreement
    recipient: str
    purpose: str
    parts: tuple[RecordPart, ...]
    text: str


def prepare_extract(
    parts: Sequence[RecordPart],
    *,
    chosen: Iterable[str],
    coroner: str,
    agreement: str,
    recipient: str,
    purpose: str,
    others_needed: str,
    heading: str,
    on: date,
) -> Extract:
    """Put the chosen parts together. ``others_needed``: why data of others is needed, if it is chosen.

    Raises Invalid naming every fault.
    """
    wanted = set(chosen)
    picked = tuple(part for part in parts if part.id in wanted)
    under = next((each for each in agreements_on(on) if each.id == agreement), None)
    checks = (
        (coroner not in {each.id for each in coroners_on(on)}, "coroner", "Choose the coroner"),
        (not recipient.strip(), "recipient", "Write who it goes to: name and role"),
        (under is None, "agreement", "Choose the agreement it is disclosed under"),
        (not purpose.strip(), "purpose", "Write what the coroner needs it for"),
        (not picked, "parts", "Choose at least one part of the record"),
        (
            any(part.others for part in picked) and not others_needed.strip(),
            "others_needed",
            "A chosen part is about other people: write why the coroner needs it",
        ),
    )
    faults = [Fault(field, message) for wrong, field, message in checks if wrong]
    if faults or under is None:
        raise Invalid(faults)
    why = (
        f"{purpose.strip()}\nAbout other people, because: {others_needed.strip()}"
        if others_needed.strip()
        else purpose.strip()
    )
    text = "\n\n".join([heading, f"Purpose: {why}", *(part.written for part in picked)]) + "\n"
    return Extract(coroner, under, recipient.strip(), why, picked, text)
