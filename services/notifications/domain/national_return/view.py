"""A case as the national database would have it, and what it would not take: a view, no second record."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.national_return.mapping import (
    NationalItem,
    NationalMapping,
    national_mapping,
    value_of,
)

MISSING = "The national database needs this, and there is no answer"
NOT_KNOWN = "The national database does not take “not known” here"


@dataclass(frozen=True)
class ShownItem:
    """``value`` is what is sent; ``fault`` why it would not be taken, "" if it would."""

    item: NationalItem
    value: str
    fault: str


@dataclass(frozen=True)
class NationalView:
    """``items`` in the order of the database's form."""

    reference: str
    mapping: NationalMapping
    items: tuple[ShownItem, ...]

    @property
    def faults(self) -> tuple[ShownItem, ...]:
        return tuple(each for each in self.items if each.fault)

    @property
    def values(self) -> dict[str, str]:
        return {each.item.id: each.value for each in self.items}

    @property
    def not_confirmed(self) -> tuple[ShownItem, ...]:
        """Filled items whose name or codes are not confirmed: to be looked at when they are keyed."""
        return tuple(each for each in self.items if each.value and not each.item.sure)


def national_view(reference: str, answers: Answers) -> NationalView:
    """The case through the mapping in force."""
    mapping = national_mapping()
    values = {item.id: value_of(item, reference, answers) for item in mapping.items}
    items = tuple(ShownItem(item, values[item.id], _fault(item, values)) for item in mapping.items)
    return NationalView(reference, mapping, items)


def _fault(item: NationalItem, values: Mapping[str, str]) -> str:
    value = values[item.id]
    told = bool(value) and value not in WITHOUT_ANSWER.values()
    if item.unless and (told or values[item.unless]):
        return ""
    if item.required and not value:
        return MISSING
    if item.known and value and not told:
        return NOT_KNOWN
    return ""
