"""Prints how well planted and hidden themes are found, in some minutes on two processors:
`python -m tests.unit.theming.discovery.measured_discovery`.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor

from services.theming.domain.themes.codebook import load_codebook
from tests.unit.theming.discovery.planting import background, found_again, hidden, kept, ordinary, planted

WELL = 0.9
AMONG = {
    "planted": "labelled narratives",
    "planted_at_length": "labelled narratives",
    "planted_plainly": "ordinary ones",
    "planted_unseen": "ordinary ones",
    "planted_fairly": "ordinary ones, kept ones",
    "planted_fairly_unseen": "ordinary ones, kept ones",
}
HIDDEN = "themes of the codebook, hidden"


def found(asked: tuple[str, str, str]) -> float:
    """The best F1 for one theme of a file among one sort of narratives; of HIDDEN, of a codebook theme."""
    file, among, theme = asked
    if file == HIDDEN:
        return hidden(theme)
    narratives = {"labelled narratives": background, "ordinary ones": ordinary}
    return found_again(planted(file)[theme], kept(theme) if among == "kept ones" else narratives[among]())


def main() -> None:
    asked = [
        (file, one, theme)
        for file, among in AMONG.items()
        for one in among.split(", ")
        for theme in planted(file)
    ]
    asked += [(HIDDEN, "kept ones", theme) for theme in load_codebook().themes]
    with ProcessPoolExecutor() as processes:
        scores = dict(zip(asked, processes.map(found, asked), strict=True))
    for row in dict.fromkeys((file, among) for file, among, _ in asked):
        _tell(*row, {theme: score for (*here, theme), score in scores.items() if tuple(here) == row})


def _tell(file: str, among: str, scores: Mapping[str, float]) -> None:
    good, mean = sum(score >= WELL for score in scores.values()), sum(scores.values()) / len(scores)
    print(f"{file}, among {among}: {len(scores)} themes, mean {mean:.2f}, {WELL} or more {good}")  # noqa: T201
    print("  " + ", ".join(f"{theme} {score:.2f}" for theme, score in scores.items()))  # noqa: T201


if __name__ == "__main__":
    main()
