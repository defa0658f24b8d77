"""Names broken across a line or spaced out letter by letter: "Ama-<line end>ra", "A m a r a", "A.m.a.r.a"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .name_parts import NameIndex
from .replacing import Span
from .roles import phrase_for

SHORTEST = 4
# Whether a text holds anything of the kind at all: most do not, and a case has many names.
_CUT_AT_A_LINE_END = re.compile(r"[^\W\d_]-?[ \t]*\n[ \t]*[^\W\d_]")
_SPACED_OUT = re.compile(r"[^\W\d_](?:(?:\s|\. ?|[-_*])[^\W\d_]){3}")


def broken_names(source: str, folded: str, index: NameIndex) -> Iterator[Span]:
    """Spans of known names whose letters do not stand together."""
    if not (_CUT_AT_A_LINE_END.search(folded) or _SPACED_OUT.search(folded)):
        return
    for name in index.single_words:
        for expression in _broken_forms(name):
            for found in expression.finditer(folded):
                if found.group() != name:
                    people = {part.person for part in index.starting_with(name) if part.words == (name,)}
                    yield phrase_for(source, folded, *found.span(), people, {"given"}, "")


@lru_cache(maxsize=1024)
def _broken_forms(name: str) -> tuple[re.Pattern[str], ...]:
    if len(name) < SHORTEST:
        return ()
    across_lines = r"(?:-?[ \t]*\n[ \t]*)?".join(name)
    spaced = "|".join(rf"{mark}".join(name) for mark in (r"\s", r"\.", r"\. ", "-", "_", r"\*"))
    return (
        re.compile(rf"(?<![a-z]){across_lines}(?![a-z])"),
        re.compile(rf"(?<![a-z])(?:{spaced})(?![a-z])"),
    )
