"""What is measured on: invented deaths and the demonstration's own narratives."""

import json
from datetime import date, timedelta
from pathlib import Path

from deploy.demo.cases import demo_cases
from shared.contracts import ChildDeathNotified

DEATHS = [
    json.dumps(
        {
            "id": number,
            "died_at": f"{date(2022, 1, 1) + timedelta(days=number % 1400)}T{number % 24:02}:15",
            "notified_at": f"{date(2022, 1, 1) + timedelta(days=number % 1400 + number % 5 + 1)}T09:00",
        }
    )
    for number in range(2000)
]
TEXTS = [case.payload["circumstances"] for case in demo_cases()][:200]
EXAMPLES = Path(__file__).parents[1] / "contract" / "examples"
_NOTIFIED = json.loads((EXAMPLES / "child-death-notified.v1.json").read_text())["data"]


def notified(reference: str) -> ChildDeathNotified:
    """A death that was notified, under any reference."""
    return ChildDeathNotified.model_validate({**_NOTIFIED, "case_reference": reference})
