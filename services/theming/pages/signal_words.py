"""What the three ways to judge are called, and an extract as rows and as comma-separated values."""

import io
from collections.abc import Iterable
from typing import Any

from services.theming.domain.signals.standing import METHOD_NAMES
from services.theming.domain.statistics.tree import AREA_LABELS
from services.theming.publishing import KNOWN
from shared.disclosure.spreadsheets import CsvWriter, neutral

METHOD_LABELS = METHOD_NAMES
METHODS_EXPLAINED = {
    "days_between": "The last gaps between notifications, taken together, were shorter than chance allows.",
    "cumulative_sum": "Each notification adds to a sum, and time that passes takes away. It has grown to "
    "where a doubling is likelier than chance.",
    "regression": "The last weeks held more than the years before lead to expect, their ups and downs and "
    "any trend allowed for.",
}
HEADER = (
    "split", "value", "count", "status",
    "first_day", "last_day", "policy", "policy_version", "checksum",
)  # fmt: skip
_TEXT = {"suppressed": "*", "missing": ":"}


def spoken(methods: Iterable[str]) -> str:
    """The names of ways to judge, in a row."""
    return ", ".join(METHOD_LABELS[name] for name in methods)


def extract_rows(made: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """By split: its label, and of each value the label, the count as printed and what the count is."""
    found = []
    for split in made.contents["splits"]:
        labels = KNOWN[split["name"]].values if split["name"] in KNOWN else AREA_LABELS
        cells = [
            (labels.get(key, key.replace("_", " ").capitalize()), *printed(cell))
            for key, cell in split["cells"]
        ]
        found.append((split["label"], cells))
    return found


def printed(cell: dict[str, Any]) -> tuple[str, str]:
    """A kept cell as it is printed, and its status."""
    for status, text in _TEXT.items():
        if cell.get(status):
            return text, status
    return str(cell["value"]), "shown" if cell["value"] else "zero"


def extract_as_csv(made: Any) -> str:
    """A row per value of each split, one for all, and one for the usual number a year."""
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    days = (made.contents["first"], made.contents["last"])
    about = (*days, made.policy, made.policy_version, made.checksum)
    writer.writerow(("all", made.series, *printed(made.contents["total"]), *about))
    writer.writerow(("usual_a_year", made.series, *printed(made.contents["usual_a_year"]), *about))
    for split in made.contents["splits"]:
        for key, cell in split["cells"]:
            writer.writerow((split["name"], neutral(key), *printed(cell), *about))
    return out.getvalue()
