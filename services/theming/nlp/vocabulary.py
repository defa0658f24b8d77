"""Every word that the codebook, the cues and the words for people are written with."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp.rules import read

WORD = re.compile(r"[a-z][a-z']+[*]?")
NO_WORDS = re.compile(r"/(?=\S)(?:[^/\\]|\\.)+?(?<=\S)/\??(?=[\s|)]|$)|\{\w+\}")
#: Keys of the data files under which no pattern stands.
OTHER_KEYS = {"examples", "near_misses", "cannot_occur", "definition", "tables", "punctuation", "id", "label"}


def _patterns(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in OTHER_KEYS:
                yield from _patterns(value)
    elif isinstance(data, list):
        for value in data:
            yield from _patterns(value)


@cache
def vocabulary() -> frozenset[str]:
    """Lower-case words; a final `*` stands for any ending."""
    files = ["cues.toml", "lexicons.toml", "people.toml"]
    files += [f"codebook/{theme}.toml" for theme in load_codebook().themes]
    texts = (NO_WORDS.sub(" ", pattern) for name in files for pattern in _patterns(read(name)))
    return frozenset(word for text in texts for word in WORD.findall(text.lower()))
