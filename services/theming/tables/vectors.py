"""The ``vector`` type of PostgreSQL's extension of that name, which stands in the schema ``public``."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import DDL, ColumnElement, Float, cast, event
from sqlalchemy.types import UserDefinedType

from services.theming.tables.metadata import metadata

EXTENSION = "CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public"
event.listen(metadata, "before_create", DDL(EXTENSION))  # type: ignore[no-untyped-call]


class Vector(UserDefinedType[Sequence[float]]):
    """A row of ``size`` numbers; nearest by the angle between two, 0 (same) to 2."""

    cache_ok = True

    def __init__(self, size: int) -> None:
        self.size = size

    def get_col_spec(self, **_: Any) -> str:
        return f"public.vector({self.size})"

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return cast(bindvalue, self)

    def bind_processor(self, dialect: Any) -> Callable[[Sequence[float] | None], str | None]:
        return lambda value: None if value is None else f"[{','.join(f'{each:.5g}' for each in value)}]"

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[str | None], list[float] | None]:
        return lambda value: None if value is None else [float(each) for each in value[1:-1].split(",")]


def distance(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[float]:
    """How far apart in angle: 0 (same words) to 2."""
    return one.op("OPERATOR(public.<=>)", return_type=Float())(other)
