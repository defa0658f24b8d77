"""Asks the API for a table of protected statistics, keeps it, and asks again only for what has changed.

    export CDOP_API=https://cdr.example.org/themes/api/v1
    export CDOP_API_KEY=cdrkey_...
    python statistics.py --by category --period 2025-26 --csv category.csv

Needs Python 3.11 and nothing else. The key comes from the environment: never write it into a program.
"""

import argparse
import csv
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TRIES = 3
LONGEST_WAIT = 60  # seconds; a day's quota that is used up is for tomorrow
NOT_MODIFIED, TOO_MANY = 304, 429


class Refused(Exception):
    """The API said no; the message says why and what to do (RFC 9457)."""


def ask(path: str, question: dict[str, str], kept: Path) -> dict[str, Any]:
    """The answer to a question; from ``kept`` if the API says that what was answered last still holds."""
    held = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    address = f"{os.environ['CDOP_API']}/{path}?{urlencode(question)}"
    headers = {"Authorization": f"Bearer {os.environ['CDOP_API_KEY']}", "Accept": "application/json"}
    if held.get("address") == address:
        headers["If-None-Match"] = held["tag"]
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with urlopen(Request(address, headers=headers)) as answer:  # noqa: S310 - the address stands in this example
                found: dict[str, Any] = json.load(answer)
                tag = answer.headers["ETag"]
            kept.write_text(json.dumps({"address": address, "tag": tag, "answer": found}), encoding="utf-8")
            return found
        except HTTPError as refused:
            if refused.code == NOT_MODIFIED:
                print("Nothing has changed since the last time.", file=sys.stderr)
                kept_answer: dict[str, Any] = held["answer"]
                return kept_answer
            wait = int(refused.headers.get("Retry-After", "0"))
            if refused.code != TOO_MANY or last or wait > LONGEST_WAIT:
                raise Refused(said(refused)) from None
            time.sleep(wait)
    raise AssertionError("the last try ends the loop")


def said(refused: HTTPError) -> str:
    """What the API says of its refusal: a title, what to do, and each fault."""
    problem = json.load(refused)
    faults = [f"  {fault['field']}: {fault['message']}" for fault in problem.get("faults", [])]
    return "\n".join([f"{problem['title']}. {problem['detail']}", *faults])


def number(cell: dict[str, Any]) -> str:
    """A cell as it is printed. Neither a suppressed count nor one of which nothing is held is read as 0."""
    if cell.get("suppressed"):
        return "*"
    return ":" if cell.get("missing") else str(cell["value"])


def rows(table: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Key, label and number of every row, and of the distinct cases at the end."""
    found = [(cell["key"], cell["label"], number(cell)) for cell in table["cells"]]
    return [*found, ("total", "Distinct cases", number(table["total"]))]


def main() -> None:
    parser = argparse.ArgumentParser(description="A table of protected statistics, as CSV.")
    parser.add_argument("--by", default="category")
    parser.add_argument("--period", default="2025-26")
    parser.add_argument("--area", default="all")
    parser.add_argument("--csv", type=Path, default=Path("statistics.csv"))
    asked = parser.parse_args()
    question = {"by": asked.by, "period": asked.period, "area": asked.area}
    try:
        table = ask("statistics", question, asked.csv.with_suffix(".json"))
    except Refused as refused:
        sys.exit(str(refused))
    with asked.csv.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(asked.by, "label", "number"), *rows(table)])
    complete = "" if table["period_complete"] else " The period is not over: the figures are provisional."
    print(f"{table['cohort']}, {table['period']}, {table['area']}. {table['policy']['rule']}{complete}")


if __name__ == "__main__":
    main()
