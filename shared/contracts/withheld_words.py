"""An event of a case whose record was disposed of: what is counted stays in it, every word is withheld.

The log cannot be changed after the fact, so whoever reads it again takes this in place of what stands there.
"""

from collections.abc import Callable, Mapping
from typing import Any

NO_WORDS = "No longer kept"
Data = Mapping[str, Any]


def without_words(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """The envelope with the words of its event withheld; done again it changes nothing."""
    change = _CHANGES.get(envelope.get("type", ""))
    data = envelope.get("data")
    if change is None or not isinstance(data, dict):
        return dict(envelope)
    return {**envelope, "data": {**data, **change(data)}}


def _each(name: str, change: Callable[[int, Data], Data]) -> Callable[[Data], Data]:
    return lambda data: {
        name: [{**one, **change(number, one)} for number, one in enumerate(data.get(name, ()), 1)]
    }


def _all(*changes: Callable[[Data], Data]) -> Callable[[Data], Data]:
    return lambda data: {name: value for change in changes for name, value in change(data).items()}


def _text(data: Data) -> Data:
    return {"title": "", "text": "", "redactions": {}}


_CHANGES: Mapping[str, Callable[[Data], Data]] = {
    f"uk.child-death-review.{name}.v1": change
    for name, change in {
        "child-death-notified": lambda data: {
            "age_text": "",
            "ethnic_category": "",
            "notifier_role": "",
            "place_of_event": "",
            "gestation_weeks": None,
            "events": [],
            "sources": [],
        },
        "case-material-confirmed": _text,
        "case-document-confirmed": _text,
        "case-facts-recorded": lambda data: {
            "facts": [{**one, "values": [], "chosen": None} for one in data.get("facts", ())]
        },
        "case-involvement-recorded": lambda data: {"people": [], "units": []},
        "family-question-confirmed": lambda data: {"text": ""},
        "review-completed": _all(
            lambda data: {"summary": "", "learning": []},
            _each("factors", lambda number, one: {"factor": ""}),
            _each("actions", lambda number, one: {"text": f"{NO_WORDS} ({number})", "owner": ""}),
        ),
        "recommendation-followed": lambda data: {"text": NO_WORDS, "owner": ""},
    }.items()
}
