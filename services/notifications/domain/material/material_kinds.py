"""What a text is to the panel, and why a text may be kept from it: two tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.reference_lists import ROLES

# As CaseDocumentConfirmed has them: what a person can choose for a text that is no return of its own.
DOCUMENT_KINDS: Mapping[str, str] = {
    "document": "Document",
    "post_mortem_report": "Post-mortem report",
    "review_meeting_outcome": "Outcome of a child death review meeting or other review",
    "chronology": "Chronology",
    "supplementary_form": "Supplementary form",
}
_USUAL = {"coroners_officer": "post_mortem_report"}


def usual_kind(role: str) -> str:
    """What a document from somebody in this role mostly is. The office can say otherwise."""
    return _USUAL.get(role, "document")


def document_title(kind: str, role: str, *, described: bool = False) -> str:
    """A title made of kind and role: it leaves with the text, and nothing a sender wrote does."""
    by_whom = ", described by the office" if described else ""
    return f"{DOCUMENT_KINDS[kind]}{by_whom}: {ROLES.label(role).lower()}"


@dataclass(frozen=True)
class WithheldBecause:
    """``label`` is what the office reads. ``by_person``: a person may give it as the reason."""

    label: str
    by_person: bool = True


# As CaseDocumentWithheld has them.
WITHHELD_BECAUSE: Mapping[str, WithheldBecause] = {
    "office_decision": WithheldBecause("The office decided that the panel is not given it"),
    "unreadable_page": WithheldBecause("Pages that matter could not be read"),
    "no_readable_text": WithheldBecause("No text could be read"),
    "unsupported_file": WithheldBecause("It is of a kind that cannot be kept or read here"),
    "redaction_failed": WithheldBecause("It could not be made certain that it identifies nobody", False),
}
