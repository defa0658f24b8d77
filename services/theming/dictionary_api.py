"""The data dictionary, for programs and for people."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fastapi import Depends, Request, Response

from services.theming.api import A_TABLE, KEY, Suffix, Wanted, Wants
from services.theming.api_answers import DictionaryAnswer
from services.theming.conditional import Conditional
from services.theming.dictionary import data_dictionary, dictionary_answer, dictionary_rows
from services.theming.domain.dictionary.definitions import KINDS, Entry
from shared.people import Permission, check_any
from shared.spreadsheet_files import MEDIA, WRITERS
from shared.storage import Transaction
from shared.web import ApiRouter, HtmlRouter, Tx, page

dictionary_api, html = ApiRouter(dependencies=[Depends(KEY)]), HtmlRouter()
READERS = (Permission.VIEW_STATISTICS, Permission.VIEW_SCORECARD, Permission.READ_RELEASES)


@html.get("/dictionary", name="data_dictionary")
def read(request: Request, tx: Tx) -> Response:
    """Every name of the statistics and of the API, for people."""
    _check(tx)
    sections = groupby(data_dictionary(), lambda each: each.kind)
    shown = [(KINDS[kind], kind, _together(entries)) for kind, entries in sections]
    return page(request, "dictionary.html", sections=shown)


def _together(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Each definition once, in the order of the dictionary, with the answers or files that it is used in."""
    found: dict[str, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.defined_as, []).append(each)
    return [(same[0], ", ".join(dict.fromkeys(each.place for each in same))) for same in found.values()]


@dictionary_api.get(
    "/v1/dictionary",
    name="api_v1_dictionary",
    tags=["dictionary"],
    response_model=DictionaryAnswer,
    responses=A_TABLE,
)
def dictionary(tx: Tx, wants: Wants) -> Any:
    """What every name in questions, answers and files means, and which events it comes from."""
    return _dictionary(tx, wants)


@dictionary_api.get(
    "/v1/dictionary.{kind}",
    name="api_v1_dictionary_file",
    tags=["dictionary"],
    response_class=Response,
    responses=A_TABLE,
)
def dictionary_file(tx: Tx, kind: Suffix, wants: Wants) -> Response:
    """The same as a file: a line for each name, and for each value of a dimension."""
    return _dictionary(tx, Wanted(kind, wants.if_none_match))


def _dictionary(tx: Transaction, wants: Wanted) -> Response:
    _check(tx)
    held = Conditional(wants.if_none_match, "dictionary", wants.kind)
    return held.not_modified() if held.still_holds else held.tagged(_written(wants.kind))


def _check(tx: Transaction) -> None:
    check_any(tx.person, READERS, "Your role does not allow this.")


def _written(kind: str) -> Response:
    if kind == "json":
        return Response(dictionary_answer().model_dump_json(), media_type="application/json")
    headers = {"Content-Disposition": f'attachment; filename="data-dictionary.{kind}"'}
    return Response(
        WRITERS[kind]("Data dictionary", dictionary_rows()), media_type=MEDIA[kind], headers=headers
    )
