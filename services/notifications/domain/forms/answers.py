"""The answers of a filled form, kept in the form they were given, and what is read off them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from services.notifications.domain.clocks.judging import Times
from services.notifications.domain.clocks.moments import UNKNOWN, Moment, between, no_later_than, read
from services.notifications.domain.forms.form_definition import LISTS, NOT_KNOWN, notification_form
from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.scope import ScopeFacts
from shared.reference_lists import LOCAL_AUTHORITIES

Row = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """``values``: answers by field name, codes for choices, "not_known" where that was the answer.

    A field that is missing was not asked or not answered. ``groups``: the rows of each repeated group.
    ``not_understood``: what was sent under names that the form does not have.
    """

    form_name: str
    form_version: str
    values: dict[str, Any]
    groups: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    not_understood: Row = field(default_factory=dict)

    def get(self, name: str) -> str:
        """What was answered; "" for nothing and for "not known"."""
        value = str(self.values.get(name, ""))
        return "" if value == NOT_KNOWN else value

    def choice(self, name: str) -> str:
        """A code, "not_known" also where the question was not answered."""
        return str(self.values.get(name, NOT_KNOWN))

    def chosen(self, name: str) -> tuple[str, ...]:
        return tuple(self.values.get(name, ()))

    def day(self, name: str) -> date | None:
        text = self.get(name)
        return date.fromisoformat(text) if text else None

    def number(self, name: str) -> int | None:
        text = self.get(name)
        return int(text) if text else None

    def shown(self, name: str) -> str:
        """An answer as people read it: the label of a code, with the word as written where it was kept."""
        value = self.values.get(name, "")
        question = next((each for each in notification_form().fields() if each.name == name), None)
        if question is None or not value:
            return str(value)
        if question.list:
            codes = value if isinstance(value, list) else [value]
            labels = "; ".join(LISTS[question.list].label(code) for code in codes)
            written = self.values.get(f"{name}_as_written", "")
            return f"{labels} ({written})" if written else labels
        return "Not known" if value == NOT_KNOWN else str(value)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The professionals."""
        return self.groups.get("professionals", ())

    @property
    def child_name(self) -> str:
        return " ".join(filter(None, (self.get("child.given_names"), self.get("child.family_name"))))

    @property
    def born_on(self) -> date | None:
        return self.day("child.date_of_birth")

    @property
    def died_on(self) -> date | None:
        """The date of death in London, where it is one date."""
        return self.times.death.date

    @property
    def has_bounds_out_of_order(self) -> bool:
        first, last = self.day("death.earliest_on"), self.day("death.latest_on")
        return bool(first and last and last < first)

    @cached_property
    def times(self) -> Times:
        aware = self.get("death.aware_at")
        return Times(self._death(), read(aware) if aware else None, self._moment("notified_at"))

    @property
    def identity(self) -> ChildIdentity:
        return ChildIdentity(
            nhs_number=self.get("child.nhs_number"),
            family_name=self.get("child.family_name"),
            given_names=self.get("child.given_names"),
            born_on=self.born_on,
            died_on=self.died_on,
            postcode=self.get("home.postcode"),
            sex=self.choice("child.sex"),
        )

    @property
    def scope_facts(self) -> ScopeFacts:
        """A baby is taken as born alive unless the form says or doubts it: only then is it asked."""
        authority = self.choice("home.local_authority")
        abroad = self.choice("death.place_of_death") == "abroad" or self.choice("death.abroad") == "yes"
        return ScopeFacts(
            born_on=self.born_on,
            died_on=self.died_on or self.times.death.last_date,
            residence=LOCAL_AUTHORITIES.term(authority).group
            if authority in LOCAL_AUTHORITIES
            else NOT_KNOWN,
            live_birth=str(self.values.get("birth.live_birth", "yes")),
            attended_birth=self.choice("birth.attended"),
            termination=str(self.values.get("birth.termination", "no")),
            died_abroad="yes" if abroad else "no",
        )

    def _moment(self, name: str) -> Moment:
        text = self.get(name)
        return read(text) if text else UNKNOWN

    def _death(self) -> Moment:
        first, last = self.day("death.earliest_on"), self.day("death.latest_on")
        if self.get("death.died_at") or last is None or self.has_bounds_out_of_order:
            return self._moment("death.died_at")
        return between(first, last) if first else no_later_than(last)
