"""Tables by acro: which cells it finds too small, and what it rounds counts to.

Runs in an environment of its own. Reads JSON (standard input): ``threshold``, ``base`` and ``tables``, each a
list of cases as pairs of values. Writes JSON: for each table its cells below the threshold, and its rounded
counts, by "row|column", margins left out. Cells with no case are below the threshold to acro.
"""

import json
import logging
import sys
import warnings
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import acro
import pandas
from acro import sdcchecks

Case = tuple[str, str]


def main() -> None:
    asked = json.load(sys.stdin)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with redirect_stdout(StringIO()):
        answers = [_answer(cases, asked["threshold"], asked["base"]) for cases in asked["tables"]]
    print(json.dumps(answers))


def _answer(cases: list[Case], threshold: int, base: int) -> dict[str, Any]:
    judging, rounding = (_session(each, threshold, base) for each in ("suppress", "round"))
    _crossed(judging, cases)
    rounded = _by_cell(_crossed(rounding, cases))
    judged = _by_cell(judging.results.get_index(0).outcome)
    return {
        "small": sorted(cell for cell, words in judged.items() if "MinimumThresholdCheck" in words),
        "rounded": {cell: int(count) for cell, count in rounded.items()},
    }


def _session(mitigation: str, threshold: int, base: int) -> acro.ACRO:
    session = acro.ACRO(mitigation=mitigation, round_base=base)
    # Its configuration can only be a file beside its own.
    session.config |= {"safe_threshold": threshold, "zeros_are_disclosive": False}
    session.sdc_checks = sdcchecks.SDCChecks(session.config)
    return session


def _crossed(session: acro.ACRO, cases: list[Case]) -> pandas.DataFrame:
    rows, columns = (pandas.Series([case[side] for case in cases]) for side in (0, 1))
    return session.crosstab(rows, columns)


def _by_cell(table: pandas.DataFrame) -> dict[str, Any]:
    return {f"{row}|{column}": table.loc[row, column] for row in table.index for column in table.columns}


if __name__ == "__main__":
    main()
