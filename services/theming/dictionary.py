"""The data dictionary: every name in the model, in answers and in files, with what is written of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from services.theming.api_answers import DictionaryAnswer, ScorecardsAnswer, StatisticsAnswer
from services.theming.delimited import HEADER
from services.theming.domain.dictionary.definitions import KINDS, Entry, entry
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS, Dimension, dimensions
from services.theming.domain.statistics.table_question import MEASURES
from services.theming.domain.statistics.tree import AREA_LABELS, AREAS
from services.theming.domain.themes.codebook import load_codebook
from services.theming.releases_api import ReleasesAnswer
from services.theming.table_answers import TableAnswer
from services.theming.table_files import HEADER as TABLE_HEADER
from services.theming.tables import case_facts
from shared.disclosure.cells import IN_WORDS
from shared.disclosure.policies import POLICIES, DisclosurePolicy
from shared.periods import KIND_LABEL
from shared.web.problems import Problem

#: Every answer of the API, by the name under which its own fields are defined where they need be.
ANSWERS: Mapping[str, type[BaseModel]] = {
    "statistics": StatisticsAnswer,
    "scorecard": ScorecardsAnswer,
    "tables": TableAnswer,
    "releases": ReleasesAnswer,
    "dictionary": DictionaryAnswer,
    "problem": Problem,
}
COLUMNS = ("kind", "name", "label", "value", "value_label", "definition", "source", "lineage")
#: Every file of the API, by the part of an answer that it is, and its columns.
FILES: Mapping[str, tuple[str, ...]] = {
    "statistics": ("{dimension}", *HEADER[1:]),
    "dictionary.entries": COLUMNS,
    "tables": TABLE_HEADER,
}


def data_dictionary() -> list[Entry]:
    """Every entry, kind by kind. Raises KeyError for what has no definition."""
    found = [*_model(), *_fields(), *_columns(), *_facts()]
    order = list(KINDS)
    return sorted(found, key=lambda each: order.index(each.kind))


def dictionary_answer() -> DictionaryAnswer:
    entries = [
        {**vars(each), "values": [{"key": key, "label": label} for key, label in each.values]}
        for each in data_dictionary()
    ]
    return DictionaryAnswer.model_validate({"codebook": load_codebook().version, "entries": entries})


def dictionary_rows() -> list[tuple[str, ...]]:
    """The columns, then a line for each entry, and for a dimension one for each of its values besides."""
    return [COLUMNS, *(line for each in data_dictionary() for line in _lines(each))]


def _lines(each: Entry) -> Iterator[tuple[str, ...]]:
    about = (each.definition, each.source, "; ".join(each.lineage))
    yield (each.kind, each.name, each.label, "", "", *about)
    for value, label in each.values:
        yield (each.kind, each.name, each.label, value, label, *about)


def _model() -> Iterator[Entry]:
    for dimension in dimensions(load_codebook()).values():
        yield entry("dimension", dimension.name, dimension.label, _values(dimension))
    yield from (entry("value", name) for name in ("not_recorded", "total"))
    yield from (entry("cell", status, words) for status, words in IN_WORDS.items())
    yield from (entry("measure", name, label) for name, label in MEASURES.items())
    yield from (entry("basis", name, f"{label}, {BASIS_LABELS[name]}") for name, label in COHORTS.items())
    yield from (entry("period", label, label.capitalize()) for label in KIND_LABEL.values())
    yield from (entry("area", area, AREA_LABELS.get(area, area)) for area in AREAS)
    yield from (_policy(policy) for policy in POLICIES)


def _values(dimension: Dimension) -> Iterable[tuple[str, str]]:
    return dimension.values.items()


def _policy(policy: DisclosurePolicy) -> Entry:
    """A policy says of itself what it does, and from when."""
    since = f"Version {policy.version}, from {policy.starts_on.isoformat()}. {policy.rule}"
    return Entry("policy", policy.name, policy.label, since, policy.source, defined_as=policy.name)


def _fields() -> Iterator[Entry]:
    for answer, model in ANSWERS.items():
        yield from (entry("field", f"{answer}.{path}") for path in paths_of(model.model_json_schema()))


def _columns() -> Iterator[Entry]:
    for file, columns in FILES.items():
        yield from (_column(file, name) for name in columns)


def _column(file: str, name: str) -> Entry:
    """A column that is a field of the answer means the same."""
    try:
        return entry("column", f"{file}.{name}")
    except KeyError:
        return replace(entry("field", f"{file}.{name}"), kind="column")


def _facts() -> Iterator[Entry]:
    names = (column.name for column in case_facts.columns if not column.primary_key)
    yield from (entry("fact", name) for name in names)


def paths_of(schema: Mapping[str, Any], within: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Every field of a JSON schema, those inside others with a dot between: ``policy.version``."""
    defs = within if within is not None else schema.get("$defs", {})
    for name, said in schema.get("properties", {}).items():
        yield name
        inner = _referred(said, defs)
        if inner is not None and inner is not schema:
            yield from (f"{name}.{path}" for path in paths_of(inner, defs))


def _referred(said: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object that a field, or each item of its list, is."""
    options = (said, said.get("items", {}), *said.get("anyOf", ()))
    named = [each["$ref"].rpartition("/")[2] for each in options if "$ref" in each]
    return defs[named[0]] if named else None
