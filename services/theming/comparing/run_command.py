"""What `cdop compare` does with what it is sent."""

from collections.abc import Iterable, Iterator

from services.theming.comparing.command import compare_lines
from services.theming.lines_told import Telling
from services.theming.many_processes import cores


def compare_sent(lines: Iterable[str], most: int, telling: Telling) -> Iterator[str]:
    """Every text is read before the first answer."""
    say, twice, sent = telling.progress, telling.note, telling.counted(lines)
    for answer in compare_lines(sent, most=most, processes=cores(), say=say, twice=twice):
        telling.unread += '"nearest": [], "error": "' in answer
        yield answer
