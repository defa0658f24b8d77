"""What is known of a case, read from loosely written records: names in one string, places as text or records.

Whatever is left out is simply not looked for. What is there but has no form a name, a date or a place can
have raises Unreadable: a text is not let through when what to look for in it was not understood.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from .name_splitting import alias_list, person_named, title_of, without_titles
from .names import CaseDates, KnownIdentifier, KnownNames, KnownPerson, KnownPlace
from .place_kinds import kind_of_organisation, kind_of_place
from .result import Unreadable
from .role_phrases import role_phrase

_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_COLLAR = re.compile(r"\b\d{4,6}\b")  # "PC 4417 Hill"
# A field of a record, by what its name holds, and the rule of its value as an identifier.
_IDENTIFIER_FIELDS = {
    "nhs": "nhs_number",
    "postcode": "postcode",
    "email": "email",
    "e_mail": "email",
    "phone": "telephone",
    "mobile": "telephone",
    "number": "case_number",
    "reference": "case_number",
    "registration": "vehicle",
}
_NAME_FIELDS = ("given_names", "given_name", "first_name", "forename", "forenames")
_FAMILY_FIELDS = ("family_name", "surname", "last_name")
_ALIAS_FIELDS = ("also_known_as", "aliases", "known_as", "nickname", "nicknames", "former_name")
_ADDRESS_FIELDS = ("address", "home", "home_address", "street", "town")


def known_from(record: object) -> tuple[KnownNames, CaseDates]:
    """The names and the dates of a record `{"child", "people", "places", "organisations", "reference_date"}`;
    every part may be missing, null or empty.
    """
    known = _mapping(record, "what is known of the case")
    child = _child_record(known.get("child"))
    people = [*_child(child), *(_person(one) for one in _listed(known.get("people")))]
    records = [child, *(one for one in _listed(known.get("people")) if isinstance(one, Mapping)), known]
    return (
        KnownNames(
            tuple(
                person
                for person in people
                if person.given_names or person.family_name or person.also_known_as
            ),
            tuple(_places(known, records)),
            tuple(_identifiers(known, records)),
        ),
        CaseDates(_date(child.get("date_of_birth")), _date(known.get("reference_date"))),
    )


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if value is None or value in ("", []):
        return {}
    if not isinstance(value, Mapping):
        raise Unreadable(f"{what} could not be read")
    return value


def _child_record(value: object) -> Mapping[str, Any]:
    return {"name": value} if isinstance(value, str) else _mapping(value, "what is known of the child")


def _listed(value: object) -> list[Any]:
    """A list of entries; one entry alone is a list of one, and empty entries are left off."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if entry not in (None, "", {}, [])]


def _text(value: object) -> str:
    """The words of a field; a list of them joined."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_text, value)))
    if isinstance(value, Mapping):
        raise Unreadable("what is known of the case could not be read")
    return "" if value is None or isinstance(value, bool) else " ".join(str(value).split())


def _first(record: Mapping[str, Any], fields: Iterable[str]) -> str:
    return next(filter(None, (_text(record.get(field)) for field in fields)), "")


def _aliases(record: Mapping[str, Any]) -> tuple[str, ...]:
    values = (one for field in _ALIAS_FIELDS for one in _listed(record.get(field)))
    return tuple(alias for value in values for alias in alias_list(_text(value)))


def _child(record: Mapping[str, Any]) -> Iterator[KnownPerson]:
    given, family = _first(record, _NAME_FIELDS), _first(record, _FAMILY_FIELDS)
    sex = _text(record.get("sex"))
    aliases = _aliases(record)
    yield KnownPerson(without_titles(given), without_titles(family), "the child", aliases, sex=sex)
    if whole := _text(record.get("name")):
        yield person_named(whole, "the child", sex=sex)


def _person(entry: object) -> KnownPerson:
    record = entry if isinstance(entry, Mapping) else {"name": _text(entry)}
    said = _first(record, ("role", "relation", "relationship", "job"))
    role = role_phrase(said or title_of(_text(record.get("name"))))
    given, family = _first(record, _NAME_FIELDS), _first(record, _FAMILY_FIELDS)
    about: dict[str, Any] = {"side": role.side, "sex": _text(record.get("sex")) or role.sex}
    if whole := _text(record.get("name")):
        person = person_named(" ".join(filter(None, (whole, given, family))), role.phrase, **about)
    else:
        person = KnownPerson(without_titles(given), without_titles(family), role.phrase, **about)
    aliases = (*person.also_known_as, *_aliases(record))
    return KnownPerson(person.given_names, person.family_name, role.phrase, aliases, **about)


def _places(known: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> Iterator[KnownPlace]:
    for field, kind in (("places", kind_of_place), ("organisations", kind_of_organisation)):
        for entry in _listed(known.get(field)):
            for name, said in _named(entry):
                yield KnownPlace(_POSTCODE.sub("", name), kind(name, said))
    for record in records:
        for field in (*_ADDRESS_FIELDS, "school", "hospital", "organisation", "practice"):
            for entry in _listed(record.get(field)):
                for name, _ in _named(entry):
                    at_home = field in _ADDRESS_FIELDS
                    phrase = "[address]" if at_home else kind_of_organisation(name, field)
                    yield KnownPlace(_POSTCODE.sub("", name), phrase)


def _named(entry: object) -> Iterator[tuple[str, str]]:
    """Name and kind of each place of an entry, which may be words or a record."""
    if not isinstance(entry, Mapping):
        yield _text(entry), ""
        return
    said = _first(entry, ("kind", "type", "role"))
    for field, value in entry.items():
        if field not in {"kind", "type", "role", "id"} and not isinstance(value, Mapping):
            yield _text(value), said


def _identifiers(known: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> Iterator[KnownIdentifier]:
    for record in records:
        for field, value in record.items():
            rule = next((rule for part, rule in _IDENTIFIER_FIELDS.items() if part in str(field).lower()), "")
            if rule:
                yield from (KnownIdentifier(_text(one), rule) for one in _listed(value))
    for entry in _listed(known.get("people")):
        name = _text(entry.get("name")) if isinstance(entry, Mapping) else _text(entry)
        yield from (KnownIdentifier(number, "case_number") for number in _COLLAR.findall(name))
    for field in ("places", "organisations"):
        for entry in _listed(known.get(field)):
            for name, _ in _named(entry):
                yield from (KnownIdentifier(code, "postcode") for code in _POSTCODE.findall(name))


def _date(value: object) -> date | None:
    """A day written as ISO or in British order, with or without a time; None if it is not known."""
    written = _text(value)
    for form, order in ((_ISO, (1, 2, 3)), (_BRITISH, (3, 2, 1))):
        if found := form.match(written):
            year, month, day = (int(found.group(part)) for part in order)
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
