"""What may name somebody in an analysis: asked about before it is decided by, for many read it afterwards."""

from collections.abc import Iterator
from dataclasses import replace

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_faults import CERTIFICATE_LINES, POINTS
from services.panel.domain.analysis.analysis_rules import broken
from services.panel.domain.analysis.sections import SECTIONS
from services.panel.domain.learning.agreed_action import PLAN_TEXTS
from services.panel.domain.nobody_named import NOTHING_TYPED, MayName, Texts, naming_faults
from shared.errors import Fault

# Read in events, in minutes or at the next review. Evidence stays with the case.
WHOLE_FIELDS = ("cause_of_death", "causes_comment", "summary", "override_reason", "dissent")
POINT_LABELS = {"learning": "Learning point", "good_practice": "Good practice", "issue": "Issue"}
_LABELS = {field: label for section in SECTIONS.values() for field, label in section.fields.items()}


def analysis_texts(form: AnalysisForm, typed: Texts = NOTHING_TYPED) -> dict[str, str]:
    """What people typed and others will read, by its field; ``typed`` with the decision, too."""
    return {**{field: text for field, _, text in _told(form)}, **typed}


def analysis_naming_faults(
    form: AnalysisForm, nobody_in: str = "", typed: Texts = NOTHING_TYPED
) -> Iterator[Fault]:
    """Every text that may name somebody. ``nobody_in``: the tick, given for all of them together."""
    places = {field: place for field, place, _ in _told(form)}
    for fault in naming_faults(analysis_texts(form, typed), nobody_in):
        place = places.get(fault.field)
        if place is None:
            yield fault
        elif isinstance(fault, MayName):
            asked = broken("AF-07", fault.field, place=place, kinds=fault.kinds)
            yield replace(asked, words=fault.words)
        else:
            yield broken("AF-08", fault.field, place=place)


def _told(form: AnalysisForm) -> Iterator[tuple[str, str, str]]:
    """Field of the page, what it is called, and its text; in the order of the form."""
    certified = (getattr(form.certificate_cause, line) for line in CERTIFICATE_LINES)
    for line, text in zip(CERTIFICATE_LINES, certified, strict=True):
        yield f"certificate-{line}", _LABELS["certificate_cause"], text
    yield from ((name, _LABELS[name], getattr(form, name)) for name in WHOLE_FIELDS)
    for number, factor in enumerate(form.factors):
        yield f"factor-{number}-factor", f"Factor {number + 1}", factor.factor
    for kind, name in POINTS.items():
        for number, text in enumerate(getattr(form, name)):
            yield f"{kind}-{number}", f"{POINT_LABELS[kind]} {number + 1}", text
    for number, action in enumerate(form.actions):
        # With a stroke between: the end of one and the beginning of the next would read as a name.
        texts = (action.text, action.owner, *(getattr(action, name) for name in PLAN_TEXTS))
        yield f"action-{number}-text", f"Action {number + 1}", " | ".join(texts)
