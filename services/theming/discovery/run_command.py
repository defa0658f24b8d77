"""What `cdop discover` does with what it is sent."""

from collections.abc import Collection, Iterable, Iterator
from typing import TextIO

from services.theming.discovery.command import discover_lines
from services.theming.discovery.sentence_vectors import vectors_from
from services.theming.theming_command import cores
from shared.settings import word_vectors_file


def discover_sent(lines: Iterable[str], without: Collection[str], messages: TextIO) -> Iterator[str]:
    """Progress on a terminal, faults always, both among the messages."""
    told = messages.isatty()
    clear = "\r\x1b[K" if told else ""

    def say(words: str) -> None:
        if told:
            messages.write(f"{clear}{words}")
            messages.flush()

    def fault(words: str) -> None:
        messages.write(f"{clear}{words}\n")

    vectors = vectors_from(word_vectors_file())
    yield from discover_lines(
        lines, without=without, processes=cores(), say=say, fault=fault, vectors=vectors
    )
    say("")
