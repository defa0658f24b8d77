"""acro, by others and in an environment of its own, on which counts are too small and what others round to.

An oracle for a fixed set of tables; it knows no complementary suppression. Two differences are by intent: it
also finds a cell with no case too small, which our policies show as 0; and it rounds small counts as well.
"""

import json
import random
import subprocess
from collections import Counter
from datetime import date

from shared.disclosure.cells import Suppressed, Value
from shared.disclosure.policies import DisclosurePolicy, policy_on
from tests.benchmarks.environments import PEERS, NoPeer, python_of
from tests.benchmarks.measuring import note

TABLES = 24
Case = tuple[str, str]


def agreeing() -> None:
    """Ends the run if one cell is judged or rounded otherwise than by acro."""
    try:
        for name in ("publishable", "restricted_board"):
            _compare(policy_on(name, date(2026, 1, 1)))
    except NoPeer as missing:
        note(f"NOT COMPARED with acro: {missing}")


def _compare(policy: DisclosurePolicy) -> None:
    tables = [_cases(number) for number in range(TABLES)]
    answers = _asked_of_acro(tables, policy)
    otherwise = [
        f"table {number}, {cell}: {fault}"
        for number, (cases, answer) in enumerate(zip(tables, answers, strict=True))
        for cell, count in sorted(Counter("|".join(case) for case in cases).items())
        for fault in _faults(policy, count, cell in answer["small"], answer["rounded"][cell])
    ]
    cells = sum(len(set(cases)) for cases in tables)
    note(f"acro agrees on {cells - len(otherwise)} of {cells} cells of {TABLES} tables, {policy.name}")
    if otherwise:
        raise SystemExit("acro judges otherwise:\n" + "\n".join(otherwise[:20]))


def _faults(policy: DisclosurePolicy, count: int, small: bool, rounded: int) -> list[str]:
    shown = policy.shown(count)
    judged = f"{count} is {'too small' if small else 'shown'} to acro"
    faults = [judged] if small != isinstance(shown, Suppressed) else []
    if isinstance(shown, Value) and shown.count != rounded:
        faults.append(f"{count} is rounded to {rounded}, here to {shown.count}")
    return faults


def _asked_of_acro(tables: list[list[Case]], policy: DisclosurePolicy) -> list[dict[str, object]]:
    asked = {"tables": tables, "threshold": policy.suppress_to + 1, "base": policy.round_to}
    command = [str(python_of("acro")), str(PEERS / "acro_tables.py")]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _cases(number: int) -> list[Case]:
    """Cases of one table; every count from 1 to 30 stands in the first."""
    if number == 0:
        return [(f"r{n % 5}", f"c{n // 5}") for n in range(30) for _ in range(n + 1)]
    draw = random.Random(number)
    weights = [draw.random() ** 3 for _ in range(20)]
    cells = draw.choices(range(20), weights, k=draw.choice((40, 150, 600)))
    return [(f"r{cell % 4}", f"c{cell // 4}") for cell in cells]
