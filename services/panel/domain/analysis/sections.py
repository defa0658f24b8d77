"""The sections of the analysis form: each is saved for itself, so that two people can write at the same time.

A section is a set of fields of ``AnalysisForm``; together they are the whole form but for its versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.panel.domain.analysis.analysis import AnalysisForm

SectionContent = Mapping[str, Any]  # Field of AnalysisForm: its value.


@dataclass(frozen=True)
class FormSection:
    """One section, its heading and the fields it holds, each with the label it is shown under."""

    id: str
    label: str
    fields: Mapping[str, str]


SECTIONS: dict[str, FormSection] = {
    one.id: one
    for one in (
        FormSection(
            "death",
            "The death",
            {
                "cause_of_death": "Cause of death as the panel understands it",
                "certificate_cause": "Cause of death as certified",
                "causes_agree": "Whether the two agree",
                "causes_comment": "Where they differ",
            },
        ),
        FormSection("summary", "Summary", {"summary": "Summary"}),
        FormSection(
            "category",
            "Category of death",
            {
                "category": "Primary category",
                "secondary_categories": "Secondary categories",
                "override_reason": "Reason for setting the order of priority aside",
            },
        ),
        FormSection("factors", "Contributory factors", {"factors": "Contributory factors"}),
        FormSection("modifiability", "Modifiability of the case", {"modifiability": "Modifiability"}),
        FormSection(
            "learning",
            "Learning, good practice and issues",
            {"learning": "Learning points", "good_practice": "Good practice", "issues": "Issues"},
        ),
        FormSection("actions", "Actions", {"actions": "Actions"}),
        FormSection("dissent", "Dissent", {"dissent": "Dissent"}),
    )
}


def content_of(form: AnalysisForm, section: str) -> dict[str, Any]:
    """What a form says in one section, by field."""
    return {name: getattr(form, name) for name in SECTIONS[section].fields}


def with_section(form: AnalysisForm, section: str, content: SectionContent) -> AnalysisForm:
    """The form with one section as in ``content``; fields of other sections in it are ignored."""
    return replace(form, **{name: content[name] for name in SECTIONS[section].fields})


def sections_changed(before: AnalysisForm, after: AnalysisForm) -> list[str]:
    """The sections in which two forms differ, in the order of the form."""
    return [one for one in SECTIONS if content_of(before, one) != content_of(after, one)]
