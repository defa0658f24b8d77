"""What `cdop compare` does with what it is sent."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from services.theming.comparing.command import compare_lines
from services.theming.theming_command import cores


def compare_sent(lines: Iterable[str], most: int, messages: TextIO) -> Iterator[str]:
    """Progress is told on a terminal, among the messages."""
    told = messages.isatty()

    def say(words: str) -> None:
        if told:
            messages.write(f"\r\x1b[K{words}")
            messages.flush()

    yield from compare_lines(lines, most=most, processes=cores(), say=say)
    say("")
