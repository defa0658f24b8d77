"""The files of weights as they are read: apart from what weighs, which needs more than pages have."""

from pathlib import Path
from typing import Any

from services.theming.domain.themes.faulty_file import told_path, within

#: The rule that evidence names which no pattern matched.
TOLD_WORDS = "told_words"


def is_learnt(rule: str) -> bool:
    """Whether what a rule of this id found are words that went with a theme in other accounts."""
    return rule.endswith(f".{TOLD_WORDS}")


def read_told(theme: str, folder: Path) -> dict[str, Any] | None:
    """What a theme's file of weights says, None where it has none. Raises FaultyFile."""
    file = folder / "told" / "weights" / f"{theme}.txt"
    if not file.exists():
        return None
    with within(told_path(file)):
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        weights = {feature: int(weight) for weight, feature in rows}
        return {"before_any_word": weights.pop(""), "weights": weights}
