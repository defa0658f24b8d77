"""What the claims of a provider's account make somebody here: a table in a file, checked when it is read."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shared.errors import NotPermitted
from shared.people import NOBODYS_IDS, Person, Role
from shared.settings import SettingsError

SHIPPED = Path(__file__).with_name("claim_mapping.toml")
NO_PART = "Your account has no part in child death review here. Ask the office to add it."
NOT_FOR_PEOPLE = frozenset({Role.SYSTEM})

Name = Annotated[str, Field(min_length=1)]
ClaimPath = Name | Annotated[tuple[Name, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonClaims(_Part):
    """Which claims say who somebody is."""

    id: ClaimPath = "sub"
    name: ClaimPath = "name"
    organisation: ClaimPath = "organisation"


class RolesOfClaim(_Part):
    """What the values of one claim make somebody; ``claim`` None: the one that the settings name."""

    claim: ClaimPath | None = None
    values: dict[Name, Role] = Field(min_length=1)

    @field_validator("values")
    @classmethod
    def _are_for_people_and_say_one_thing(cls, values: dict[str, Role]) -> dict[str, Role]:
        meant: dict[str, Role] = {}
        for said, role in values.items():
            if role in NOT_FOR_PEOPLE:
                raise ValueError(f"nobody can be given the role '{role}' ({said})")
            if meant.setdefault(_plain(said), role) != role:
                raise ValueError(f"'{said}' stands there twice with different roles")
        return meant


class Read(_Part):
    """Where claims are read besides the ID token."""

    userinfo: bool = False


class ClaimMapping(_Part):
    """A mapping file. ``organisations``: names by what the provider says; None: its own words are taken."""

    person: PersonClaims = PersonClaims()
    read: Read = Read()
    roles: Annotated[tuple[RolesOfClaim, ...], Field(min_length=1)]
    organisations: dict[Name, Name] | None = None

    @model_validator(mode="after")
    def _every_organisation_says_one_thing(self) -> Self:
        names = [_plain(each) for each in self.organisations or ()]
        if twice := sorted({each for each in names if names.count(each) > 1}):
            raise ValueError(f"these organisations stand there twice: {', '.join(twice)}")
        return self


@dataclass(frozen=True)
class Mapped:
    """A mapping, and the claim that says the roles where the mapping itself does not."""

    mapping: ClaimMapping
    roles_claim: str

    def person(self, claims: Mapping[str, Any]) -> Person:
        """Who the claims say this is. Raises NotPermitted if they give no role of ours, or no person's id."""
        of, roles = self.mapping.person, frozenset(self._roles(claims))
        ids = list(values_at(claims, of.id))
        if not roles or not ids or ids[0] in NOBODYS_IDS:
            raise NotPermitted(NO_PART)
        name = next(values_at(claims, of.name), ids[0])
        return Person(ids[0], name, roles, self._organisation(claims))

    def _roles(self, claims: Mapping[str, Any]) -> Iterator[Role]:
        for one in self.mapping.roles:
            for said in values_at(claims, one.claim or self.roles_claim):
                words = (said, *said.split())
                yield from (one.values[_plain(word)] for word in words if _plain(word) in one.values)

    def _organisation(self, claims: Mapping[str, Any]) -> str:
        said = list(values_at(claims, self.mapping.person.organisation))
        names = self.mapping.organisations
        if names is None:
            return said[0] if said else ""
        known = {_plain(code): name for code, name in names.items()}
        return next((known[_plain(each)] for each in said if _plain(each) in known), "")


def values_at(claims: Mapping[str, Any], path: ClaimPath) -> Iterator[str]:
    """The texts and numbers at a path of claims. A list on the way is each of its members in turn."""
    names = path.split(".") if isinstance(path, str) else path
    return _values(claims, tuple(names))


def _values(found: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(found, list):
        for each in found:
            yield from _values(each, names)
    elif names:
        if isinstance(found, Mapping):
            yield from _values(found.get(names[0]), names[1:])
    elif isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
        yield str(found).strip()


def _plain(said: str) -> str:
    return said.strip().casefold().replace("_", "-")


def read_mapping(file: Path) -> ClaimMapping:
    """The mapping in a file. Raises SettingsError naming every fault."""
    try:
        return ClaimMapping.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        faults = [f"the file cannot be read: {error.strerror}"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults = [f"it is not TOML: {error}"]
    except ValidationError as error:
        faults = [_fault(each) for each in error.errors(include_input=False, include_url=False)]
    lines = "\n".join(f"  {fault}" for fault in dict.fromkeys(faults))
    raise SettingsError(f"CDOP_OIDC_MAPPING_FILE ({file}) cannot be used:\n{lines}")


def _fault(error: Any) -> str:
    kinds = ("str", "tuple[constrained-str, ...]", "constrained-str")
    place = ".".join(str(part) for part in error["loc"] if part not in kinds)
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {said}" if place else said
