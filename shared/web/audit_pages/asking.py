"""What the pages of the audit have in common: the question, the lines that answer it, and their file."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from shared.auditing.reading.asked import CHANGES, LISTS, READS, Asked, Before, asked_of
from shared.auditing.reading.changed import changed_by
from shared.auditing.reading.lines import Line, file_rows, line_of
from shared.auditing.reading.queries import MOST_IN_FILE, case_in_audit, entries_found, known_in_audit
from shared.auditing.reading.words import Read, words_of
from shared.errors import Fault, Invalid
from shared.spreadsheet_files import MEDIA, as_csv
from shared.storage import Transaction
from shared.web.rendering import url_for
from shared.web.site import site_of


def question(request: Request) -> Asked:
    """What the address asks."""
    return asked_of(dict(request.query_params))


def words(request: Request) -> Mapping[str, Read]:
    """What this service's pages are called."""
    service = site_of(request).service
    assert service is not None
    return words_of(service.folder)


def reference_of(tx: Transaction, typed: str) -> str | None:
    """The case that the entry about this reading is of.

    None where nothing about it is open to who looks: their own entries must not tell a case that is closed
    to them from one that is not there, and what was typed and is no reference is written nowhere.
    """
    return typed if typed and case_in_audit(tx, typed) else None


def said_of(tx: Transaction, asked: Asked) -> dict[str, str]:
    """What the entry about this reading holds: whom it was about, if it is somebody the audit knows."""
    whom = {"of_person": asked.person} if asked.person and known_in_audit(tx, asked.person) else {}
    return {"what": asked.what, **whom}


def lines_found(request: Request, tx: Transaction, asked: Asked) -> tuple[list[Line], bool]:
    """One page of lines, and whether there are older ones."""
    entries, more = entries_found(tx, asked)
    changes = changed_by(tx, [each.id for each in entries]) if asked.what == CHANGES else {}
    return [line_of(each, words(request), changes) for each in entries], more


def ways_of(request: Request, name: str, asked: Asked, lines: list[Line], more: bool) -> dict[str, Any]:
    """Addresses on from a page: to each of the two lists, to older and to the newest entries, to the file."""
    kept = {key: said for key in ("case", "person", "from", "until") if (said := asked.typed.get(key))}
    both = {what: url_for(request, name, query={**kept, "what": what}) for what in (READS, CHANGES, LISTS)}
    before = {"what": asked.what, "before": str(onward(asked, lines))} if more else {}
    older = url_for(request, name, query={**kept, **before}) if more else ""
    file = url_for(request, f"{name}_file", query={**kept, "what": asked.what})
    return {"both": both, "older": older, "newest": both[asked.what] if asked.before else "", "file": file}


def onward(asked: Asked, lines: list[Line]) -> Before:
    """From where the list goes on below these lines."""
    last = lines[-1].at
    shown = sum(line.at == last for line in lines)
    return Before(last, shown + (asked.before.shown if asked.before and asked.before.at == last else 0))


def file_of(request: Request, tx: Transaction, asked: Asked, name: str) -> tuple[Response, int]:
    """Every line as CSV, and how many. Raises Invalid where there are more than a file holds."""
    entries, more = entries_found(tx, asked, MOST_IN_FILE)
    if asked.faults or more:
        too_many = f"There are more than {MOST_IN_FILE:,} lines: ask for fewer days"
        raise Invalid(asked.faults or [Fault("from", too_many)])
    rows = file_rows(line_of(each, words(request)) for each in entries)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(as_csv(name, rows), media_type=MEDIA["csv"], headers=headers), len(entries)
