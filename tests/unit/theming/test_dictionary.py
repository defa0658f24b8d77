"""The data dictionary is the model's: nothing is without a definition, and no definition is of nothing."""

from collections.abc import Iterable, Iterator

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from services.theming import dictionary
from services.theming.app import SERVICE
from services.theming.dictionary import ANSWERS, FILES, data_dictionary, dictionary_rows, paths_of
from services.theming.domain.dictionary.definitions import KINDS, defined, entry, written
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.themes.codebook import load_codebook
from services.theming.tables import case_facts, metadata
from shared import contracts
from shared.disclosure.cells import STATUSES
from shared.disclosure.policies import POLICIES

ENTRIES = data_dictionary()


def named(kind: str) -> list[str]:
    return [each.name for each in ENTRIES if each.kind == kind]


def versioned() -> Iterator[APIRoute]:
    for router in SERVICE.routers():
        yield from (r for r in router.routes if isinstance(r, APIRoute) and r.path.startswith("/api/v1/"))


def test_every_dimension_is_defined_with_every_value_it_has() -> None:
    known = dimensions(load_codebook())
    held = {each.name: dict(each.values) for each in ENTRIES if each.kind == "dimension"}
    assert held == {name: dict(dimension.values) for name, dimension in known.items()}


def test_every_kind_of_cell_and_every_policy_is_defined() -> None:
    assert set(named("cell")) == set(STATUSES.values())
    assert set(named("policy")) == {policy.name for policy in POLICIES}


def test_every_field_of_every_answer_of_the_api_is_defined() -> None:
    answers = {route.response_model.__name__ for route in versioned() if route.response_model}
    held = {name for model in ANSWERS.values() for name in (model.__name__, *parts_of(model))}
    assert answers <= held, "an answer is not in the dictionary's ANSWERS"
    fields = {f"{a}.{path}" for a, model in ANSWERS.items() for path in paths_of(model.model_json_schema())}
    assert set(named("field")) == fields


def parts_of(model: type[BaseModel]) -> Iterable[str]:
    found: dict[str, object] = model.model_json_schema().get("$defs", {})
    return found


def test_every_column_of_every_file_is_defined() -> None:
    columns = {f"{file}.{name}" for file, names in FILES.items() for name in names}
    assert set(named("column")) == columns


def test_no_definition_is_of_something_that_is_not_there() -> None:
    used = {id(defined(each.kind, each.name)) for each in ENTRIES if each.kind not in ("policy", "column")}
    used |= {id(found) for each in ENTRIES if each.kind == "column" for found in column_definition(each.name)}
    every = [(kind, name, id(said)) for kind, under in written().items() for name, said in under.items()]
    assert [(kind, name) for kind, name, said in every if said not in used] == []


def column_definition(name: str) -> list[object]:
    try:
        return [defined("column", name)]
    except KeyError:
        return []


def test_every_name_stands_once_and_says_what_it_means_and_where_it_comes_from() -> None:
    names = [(each.kind, each.name) for each in ENTRIES]
    assert len(names) == len(set(names))
    assert [
        each.name for each in ENTRIES if not (each.definition.endswith((".", "*.")) and each.source)
    ] == []
    assert {each.kind for each in ENTRIES} == set(KINDS)


def test_every_fact_comes_from_a_field_of_an_event_and_every_dimension_from_facts() -> None:
    assert set(named("fact")) == {column.name for column in case_facts.columns} - {"case_reference"}
    for each in ENTRIES:
        if each.kind in ("fact", "dimension", "basis"):
            assert each.lineage, f"nothing is said of where {each.name} comes from"
        for field in each.lineage:
            assert is_there(field), field


def is_there(field: str) -> bool:
    """Whether an event has such a field, or people's decisions such a column."""
    held, _, name = field.partition(" (")[0].partition(".")
    if held in metadata.tables:
        return name in metadata.tables[held].columns
    return name in getattr(contracts, held).model_fields


def test_the_file_has_a_line_for_each_name_and_each_value() -> None:
    rows = dictionary_rows()
    assert rows[0] == dictionary.COLUMNS
    assert len(rows) == 1 + len(ENTRIES) + sum(len(each.values) for each in ENTRIES)


def test_a_name_without_a_definition_stops_the_dictionary() -> None:
    with pytest.raises(KeyError, match="column colour has no definition"):
        entry("column", "colour")
