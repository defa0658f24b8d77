"""Where two versions of an analysis form differ, part by part and line by line."""

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.section_merge import lines_of_field
from services.panel.domain.analysis.sections import SECTIONS

LABELS = {name: label for section in SECTIONS.values() for name, label in section.fields.items()}


def differences(saved: AnalysisForm, typed: AnalysisForm) -> list[tuple[str, list[str], list[str]]]:
    """Label, lines as saved and lines as typed, for each part of the form that differs."""
    return [
        (label, _lines(name, getattr(saved, name)), _lines(name, getattr(typed, name)))
        for name, label in LABELS.items()
        if getattr(saved, name) != getattr(typed, name)
    ]


def _lines(name: str, value: object) -> list[str]:
    return list(lines_of_field(name, value)) or ["Nothing"]
