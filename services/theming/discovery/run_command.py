"""What `cdop discover` does with what it is sent."""

from collections.abc import Collection, Iterable, Iterator

from services.theming.discovery.command import discover_lines
from services.theming.discovery.sentence_vectors import vectors_from
from services.theming.lines_told import Telling
from services.theming.many_processes import cores
from shared.settings import word_vectors_file


def discover_sent(lines: Iterable[str], without: Collection[str], telling: Telling) -> Iterator[str]:
    """Every text is read before the first answer."""
    vectors = vectors_from(word_vectors_file())
    say, fault, twice = telling.progress, telling.fault, telling.note
    sent = telling.counted(lines)
    yield from discover_lines(
        sent, without=without, processes=cores(), say=say, fault=fault, twice=twice, vectors=vectors
    )
