"""The index of the decisions names every one, as it names itself."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
NEVER_USED = {30, 32, 34, 38}


def _rows() -> list[str]:
    files = sorted(FOLDER.glob("[0-9]*.md"))
    told = [(file, *file.read_text().splitlines()[0].removeprefix("# ").split(". ", 1)) for file in files]
    return [f"* {number}. [{title}]({file.name})" for file, number, title in told]


def test_the_index_names_every_decision_in_order() -> None:
    rows = [line for line in (FOLDER / "README.md").read_text().splitlines() if line.startswith("* ")]
    assert rows == _rows()


def test_no_number_is_missing_but_those_that_were_never_used() -> None:
    numbers = {int(file.name[:4]) for file in FOLDER.glob("[0-9]*.md")}
    assert set(range(1, max(numbers) + 1)) - numbers == NEVER_USED
