"""Columns as a person chose them on the page, made a mapping."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.importing.mapping import DATE, TIME, ImportMapping, MappedColumn, plain
from shared.errors import Fault, Invalid

# How many people of a repeated group a sheet may have columns for.
PEOPLE = {"parents": 2, "professionals": 4}
_TWICE = "This is chosen for two columns. Choose it for one"
_SAME_HEADING = "Two columns have this heading. Give them different ones in the spreadsheet"


def choices() -> Iterator[tuple[str, str]]:
    """What a column can be: (key, label), in the order of the form; a moment also as its date or its time."""
    form = notification_form()
    for question in form.fields():
        yield question.name, question.in_record
        if question.kind == "moment":
            yield f"{question.name}:{DATE}", f"{question.in_record} – the date alone"
            yield f"{question.name}:{TIME}", f"{question.in_record} – the time alone"
    for group_id, number in PEOPLE.items():
        group = form.group(group_id)
        for row in range(number):
            for question in group.fields:
                yield f"{group_id}.{row}.{question.name}", f"{group.title} {row + 1}: {question.label}"


def chosen_mapping(
    base: ImportMapping,
    headings: Mapping[str, str],
    keys: Mapping[str, str],
    *,
    blank_means_not_known: bool,
) -> ImportMapping:
    """``base`` with the columns as chosen: ``keys`` by column letters, "" for one that is left out.

    What this sheet does not have stays mapped for the next. Raises Invalid naming every column at fault.
    """
    used = {letters: key for letters, key in keys.items() if key}
    faults = [*_faults(headings, used)]
    if faults:
        raise Invalid(faults)
    here = {plain(text) for text in headings.values()}
    columns = [_column(base, key, headings[letters], here) for letters, key in used.items()]
    taken = set(used.values())
    rest = [_without(each, here) for each in base.columns if each.key not in taken]
    every = (*columns, *(each for each in rest if each.headings))
    return replace(base, columns=every, blank_means_not_known=blank_means_not_known)


def _faults(headings: Mapping[str, str], used: Mapping[str, str]) -> Iterator[Fault]:
    known, every = dict(choices()), list(used.values())
    texts = [plain(headings.get(letters, "")) for letters in used]
    for letters, key in used.items():
        if key not in known or letters not in headings:
            yield Fault(f"column.{letters}", "Choose one of the answers offered")
        elif every.count(key) > 1:
            yield Fault(f"column.{letters}", f"{known[key]}: {_TWICE}")
        elif texts.count(plain(headings[letters])) > 1:
            yield Fault(f"column.{letters}", f"{headings[letters]}: {_SAME_HEADING}")


def _column(base: ImportMapping, key: str, heading: str, here: set[str]) -> MappedColumn:
    question, _, part = key.partition(":")
    before = base.column(key) or MappedColumn(question, (), part or "whole")
    others = _without(before, here).headings
    return replace(before, headings=(heading, *others))


def _without(column: MappedColumn, here: set[str]) -> MappedColumn:
    return replace(column, headings=tuple(each for each in column.headings if plain(each) not in here))
