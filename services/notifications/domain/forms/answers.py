"""The answers of a filled form, kept in the form they were given, and what is read off them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from services.notifications.domain.clocks.judging import Times
from services.notifications.domain.clocks.moments import UNKNOWN, Moment, between, no_later_than, read
from services.notifications.domain.forms.allowed_answers import NOT_KNOWN, WITHOUT_ANSWER
from services.notifications.domain.forms.library import readable
from services.notifications.domain.forms.questions import FormDefinition
from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.scope import ScopeFacts
from shared.reference_lists import LOCAL_AUTHORITIES

Row = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """``values``: answers by field name, codes for choices, "not_known" where that was the answer.

    A field that is missing was not answered. ``groups``: the rows of each repeated group.
    ``not_understood``: what was sent under names that the form does not have.

    An answer that the other answers do not ask for stays in ``values`` and is read as no answer, until they
    ask for it again.
    """

    form_name: str
    form_version: str
    values: dict[str, Any]
    groups: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    not_understood: Row = field(default_factory=dict)

    @property
    def form(self) -> FormDefinition:
        """The form the answers were given in."""
        return readable(self.form_name, self.form_version)

    @cached_property
    def not_asked_for(self) -> frozenset[str]:
        """Questions whose answers are kept though the other answers do not ask for them."""
        return self.form.not_asked_for(self.values)

    @property
    def counted(self) -> dict[str, Any]:
        """The answers that the other answers ask for."""
        return {name: value for name, value in self.values.items() if name not in self.not_asked_for}

    def get(self, name: str) -> str:
        """What was answered; "" for nothing and for every way of giving no answer."""
        value = str(self._asked(name, ""))
        return "" if value in WITHOUT_ANSWER else value

    def choice(self, name: str) -> str:
        """A code, "not_known" also where the question was not answered."""
        return str(self._asked(name, NOT_KNOWN))

    def chosen(self, name: str) -> tuple[str, ...]:
        return tuple(code for code in self._asked(name, ()) if code not in WITHOUT_ANSWER)

    def day(self, name: str) -> date | None:
        text = self.get(name)
        return date.fromisoformat(text) if text else None

    def number(self, name: str) -> int | None:
        text = self.get(name)
        return int(text) if text else None

    def shown(self, name: str) -> str:
        """An answer as people read it, by the labels of its form; the word as written where it was kept."""
        value, question = self.values.get(name, ""), self.form.by_name.get(name)
        if question is None or not value:
            return str(value)
        written = self.values.get(f"{name}_as_written", "")
        said = f"{question.shown(value)} ({written})" if written else question.shown(value)
        return f"{said} (kept; the other answers do not ask for it)" if name in self.not_asked_for else said

    def _asked(self, name: str, otherwise: Any) -> Any:
        return otherwise if name in self.not_asked_for else self.values.get(name, otherwise)

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
            aliases=self.get("child.aliases"),
            other_postcode=self.get("home.alternative_postcode"),
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
            live_birth=self._yes_or_no("birth.live_birth", "yes"),
            attended_birth=self._yes_or_no("birth.attended", NOT_KNOWN),
            termination=self._yes_or_no("birth.termination", "no"),
            died_abroad="yes" if abroad else "no",
            died_from=None if self.died_on else self.times.death.first_date,
            gestation_weeks=self.number("birth.gestation_weeks"),
        )

    def _yes_or_no(self, name: str, unanswered: str) -> str:
        """ "yes", "no" or "not_known"; ``unanswered`` where nothing was said."""
        value = str(self._asked(name, unanswered))
        return NOT_KNOWN if value in WITHOUT_ANSWER else value

    def _moment(self, name: str) -> Moment:
        text = self.get(name)
        return read(text) if text else UNKNOWN

    def _death(self) -> Moment:
        first, last = self.day("death.earliest_on"), self.day("death.latest_on")
        if self.get("death.died_at") or last is None or self.has_bounds_out_of_order:
            return self._moment("death.died_at")
        return between(first, last) if first else no_later_than(last)
