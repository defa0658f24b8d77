"""Where two versions of an analysis form differ: shown side by side when two people wrote at once."""

from dataclasses import fields

from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor

LABELS = {
    "cause_of_death": "Cause of death",
    "summary": "Summary",
    "category": "Primary category",
    "secondary_categories": "Secondary categories",
    "override_reason": "Reason for setting the order of priority aside",
    "factors": "Contributory factors",
    "modifiability": "Modifiability",
    "learning": "Learning points",
    "actions": "Actions",
    "dissent": "Dissent",
}


def differences(saved: AnalysisForm, typed: AnalysisForm) -> list[tuple[str, list[str], list[str]]]:
    """Label, lines as saved and lines as typed, for each part of the form that differs."""
    return [
        (label, _lines(getattr(saved, name)), _lines(getattr(typed, name)))
        for name, label in LABELS.items()
        if getattr(saved, name) != getattr(typed, name)
    ]


def _lines(value: object) -> list[str]:
    rows = value if isinstance(value, tuple) else (value,)
    return [line for row in rows if (line := _line(row))] or ["Nothing"]


def _line(row: object) -> str:
    if not isinstance(row, ContributoryFactor | AgreedAction):
        return "" if row is None else str(row)
    parts = (getattr(row, one.name) for one in fields(row))
    return " · ".join(str(part) for part in parts if part not in ("", None))
