"""What may be written in a field of a question: as it is written, and what it is called."""

from collections.abc import Iterable, Mapping

from services.theming.domain.statistics.dimensions import Dimension
from services.theming.domain.statistics.tree import AREA_LABELS
from shared.disclosure.policies import POLICIES
from shared.errors import Fault

POLICY_LABELS = {policy.name: policy.label for policy in POLICIES}


class NotOffered(Fault):
    """Something was written that is in no list: a page that shows the list need not repeat it."""


def not_offered(field: str, offered: Mapping[str, str]) -> Fault:
    """A fault that says what would do, and how it is written. ``offered``: labels by what is written.

    What was written is not said again: it can be somebody's name, in the wrong box.
    """
    said = "; ".join(label if label == name else f"{label} [{name}]" for name, label in offered.items())
    return NotOffered(field, f"This is not known. Choose one of: {said}.")


def labels_of(dims: Iterable[Dimension]) -> dict[str, str]:
    return {dim.name: dim.label for dim in dims}


def area_labels(areas: Iterable[str]) -> dict[str, str]:
    return {area: AREA_LABELS.get(area, area) for area in areas}
