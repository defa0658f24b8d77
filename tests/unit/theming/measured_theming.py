"""Prints how well the rules read the labelled narratives.

``python -m tests.unit.theming.measured_theming``
"""

import json
from collections.abc import Sequence

from services.theming.theming_command import theme_lines
from tests.unit.theming.scoring import Read, by_assertion, by_theme, figures, labelled, read

PARTS = (
    "reported_fair",
    "reported_ordinary",
    "reported_later",
    "reported_many",
    "reported_hard",
    "for_rules",
)


def reads_of(part: str) -> list[Read]:
    """Every narrative of a part as the rules read it."""
    narratives = labelled(part)
    lines = [json.dumps({"id": one["id"], "text": one["text"]}) for one in narratives]
    answers = (json.loads(line) for line in theme_lines(lines))
    return [read(one, answer["themes"]) for one, answer in zip(narratives, answers, strict=True)]


def told(part: str, reads: Sequence[Read]) -> str:
    lines = [f"{part}: {len(reads)} narratives"]
    lines += [f"  {name:<34}{figure}" for name, figure in figures(reads).items()]
    lines += [f"  {name:<34}{wrong} of {of} affirmed" for name, (of, wrong) in by_assertion(reads).items()]
    for theme, (right, wrong, missed) in sorted(by_theme(reads).items()):
        lines.append(f"    {theme:<32}right {right:3} wrong {wrong:3} missed {missed:3}")
    return "\n".join(lines)


if __name__ == "__main__":
    for part in PARTS:
        print(told(part, reads_of(part)))  # noqa: T201 what one runs this for
