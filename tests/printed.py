"""The figures that tests leave behind are printed at the end of the run, whichever process they ran in."""

from typing import Any

TABLES = {
    "fault": "tests.chaos.judge",
    "matrix": "tests.integration.access.test_matrix",
    "unchecked": "tests.integration.access.test_queries_unchecked",
    "questions": "tests.integration.access.test_fuzzed_with_tokens",
    "hostile": "tests.integration.access.test_hostile_uploads",
}  # the property's name, and the module with the HEADING of its table


def print_tables(terminalreporter: Any) -> None:
    """One table for each of TABLES with a row for each test that recorded one."""
    for name, module in TABLES.items():
        if rows := _recorded(terminalreporter, name):
            terminalreporter.write_line(_heading(module))
            for row in rows:
                terminalreporter.write_line(row)


def _recorded(terminalreporter: Any, name: str) -> list[str]:
    stats = terminalreporter.stats
    reports = [report for kind in ("passed", "failed") for report in stats.get(kind, ())]
    found = [row for report in reports for key, row in getattr(report, "user_properties", ()) if key == name]
    return list(dict.fromkeys(found))  # a test reports more than once


def _heading(module: str) -> str:
    from importlib import import_module

    return str(import_module(module).HEADING)
