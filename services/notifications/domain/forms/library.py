"""Every version of every form, read from ``definitions/<form>/<version>.toml``. None is ever taken away.

Answers stay readable in the form they were given: a file that was released is not changed, a new version is
written beside it, with a row in ``definitions/changes.toml``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.notifications.domain.forms.allowed_answers import LISTS, WITHOUT_ANSWER, YES_NO
from services.notifications.domain.forms.questions import FormDefinition, Group, Question, Section
from shared.errors import NotFound
from shared.reference_lists import ReferenceList, Term

DEFINITIONS = Path(__file__).parent / "definitions"
NOTIFICATION = "child-death-notification"
REPORTING = "reporting-form"


class NoSuchForm(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no form with this name and version.")


def form(name: str, version: str) -> FormDefinition:
    """One version, by the form's name or by its id. Raises NoSuchForm."""
    found = _library().get((_id_of(name), version))
    if found is None:
        raise NoSuchForm()
    return found


def current(name: str) -> FormDefinition:
    """The newest version of a form, by its name or id. Raises NoSuchForm."""
    versions = [each for each in every() if each.id == _id_of(name)]
    if not versions:
        raise NoSuchForm()
    return max(versions, key=lambda each: each.in_force_from)


def readable(name: str, version: str) -> FormDefinition:
    """The form to read answers with: its own version, or the nearest there is.

    After a step back to an earlier release there are answers to a version that this release does not have:
    the questions they have in common are read, and the others are shown by their names.
    """
    found = _library().get((_id_of(name), version))
    return found or current(name if _id_of(name) in _ids().values() else NOTIFICATION)


@cache
def every() -> tuple[FormDefinition, ...]:
    """All versions of all forms, by id and then by the day they came into force."""
    return tuple(sorted(_library().values(), key=lambda each: (each.id, each.in_force_from)))


@cache
def supplementary() -> tuple[FormDefinition, ...]:
    """The newest version of each supplementary form, by name."""
    ids = {each.id for each in every()} - {NOTIFICATION, REPORTING}
    return tuple(sorted((current(each) for each in ids), key=lambda each: each.name))


def _id_of(name: str) -> str:
    return _ids().get(name, name)


@cache
def _ids() -> dict[str, str]:
    return {each.name: each.id for each in _library().values()}


@cache
def _library() -> dict[tuple[str, str], FormDefinition]:
    files = sorted(DEFINITIONS.glob("*/*.toml"))
    forms = (_form(file.parent.name, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)
    return {(each.id, each.version): each for each in forms}


def _form(form_id: str, written: Mapping[str, Any]) -> FormDefinition:
    said = {name: written[name] for name in ("name", "version", "in_force_from", "source")}
    return FormDefinition(
        id=form_id,
        sections=tuple(_section(each, written) for each in written["sections"]),
        groups=tuple(_group(each, written) for each in written.get("groups", ())),
        by_agencies=written.get("by_agencies", False),
        about=written.get("about", ""),
        **said,
    )


def _section(part: Mapping[str, Any], written: Mapping[str, Any]) -> Section:
    plain = {name: value for name, value in part.items() if name not in ("questions", "without")}
    return Section(questions=_questions(part, written), **plain)


def _group(part: Mapping[str, Any], written: Mapping[str, Any]) -> Group:
    return Group(part["id"], part["title"], part["most"], _questions(part, written))


def _questions(part: Mapping[str, Any], written: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a section or group. Ways of giving no answer are said for each, for it or for all."""
    without = part.get("without", written.get("without", tuple(WITHOUT_ANSWER)))
    return tuple(Question(**_filled_out({"without": without, **row}, written)) for row in part["questions"])


def _filled_out(row: dict[str, Any], form_as_written: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the file as the arguments of Question: its list found, its lists made tuples."""
    options = row.pop("options", ())
    if options:
        terms = tuple(Term(code, label) for code, label in options)
        source = form_as_written["source"]
        row["allowed"] = ReferenceList(row["label"], form_as_written["version"], source, terms)
    elif row.get("list"):
        row["allowed"] = LISTS[row["list"]]
    elif row.get("kind", "answer") == "answer":
        row["allowed"] = YES_NO
    row["without"] = tuple(row["without"])
    row["shown_when"] = tuple(_conditions(row.get("shown_when", {})))
    return row


def _conditions(written: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, codes in written.items():
        yield name, (codes,) if isinstance(codes, str) else tuple(codes)
