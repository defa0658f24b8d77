"""A table as an answer that is saved as a file."""

from collections.abc import Iterable

from fastapi import Response

from shared.errors import NotFound
from shared.spreadsheet_files import MEDIA, WRITERS, Row


def as_file(name: str, kind: str, title: str, rows: Iterable[Row]) -> Response:
    """``name``.``kind`` with the rows; NotFound for a kind that is not written. The name tells of no case."""
    if kind not in WRITERS:
        raise NotFound("It is not written in this format.")
    return Response(
        WRITERS[kind](title, rows),
        media_type=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )
