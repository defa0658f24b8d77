"""Counts what accounts of children's deaths say, from labelled narratives, into `ordinary_accounts.json`.

    python -m services.theming.discovery.count_accounts NARRATIVES LEAVE_OUT

reads JSON lines of narratives, leaves out so many of the first (the tests of discovery look for themes among
them), and writes for each word, pair, kind and family of kinds in how many of the others it stands, and in
how many that affirm each theme. No narrative is kept.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from services.theming.discovery.ordinary_accounts import FILE
from services.theming.discovery.words import KIND, terms

#: A word that fewer narratives have, a pair of words, or a word and a theme, says nothing of what is usual.
FEWEST, FEWEST_OF_PAIR, FEWEST_WITH_THEME = 3, 6, 2


def counted_from(narratives: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the file holds."""
    texts, themes = 0, Counter[str]()
    words, told = Counter[str](), dict[str, Counter[str]]()
    for one in narratives:
        texts += 1
        affirmed = sorted({label["theme"] for label in one["labels"] if label["assertion"] == "affirmed"})
        themes.update(affirmed)
        for term in terms(one["text"]):
            words[term] += 1
            told.setdefault(term, Counter()).update(affirmed)
    kept = sorted(word for word, count in words.items() if count >= _least(word))
    return {
        "version": "2",
        "source": "Counted from invented narratives written and labelled for this product",
        "texts": texts,
        "themes": dict(sorted(themes.items())),
        "words": {word: [words[word], _enough(told[word])] for word in kept},
    }


def _enough(themes: Mapping[str, int]) -> dict[str, int]:
    return {theme: count for theme, count in sorted(themes.items()) if count >= FEWEST_WITH_THEME}


def _least(word: str) -> int:
    if word.startswith(KIND):
        return 1
    return FEWEST_OF_PAIR if " " in word else FEWEST


def main(narratives: str, leave_out: str) -> None:
    lines = Path(narratives).read_text(encoding="utf-8").splitlines()[int(leave_out) :]
    told = counted_from(map(json.loads, lines))
    FILE.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
