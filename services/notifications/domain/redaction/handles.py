"""Names of files, hashtags and user names: they hold a name more often than not."""

import re
from collections.abc import Iterator

from .replacing import Span

_FILE_NAME = re.compile(
    r"(?<![\w/])[\w.()-]{1,80}\.(?:jpe?g|png|heic|gif|pdf|docx?|xlsx?|mp4|mov|tiff?|wav|m4a|eml|msg|odt|txt)\b"
)
_SNAKE = re.compile(r"(?<![\w.@#-])(?=[\w.-]{0,40}[^\W_])[\w.-]*[^\W_]_+[^\W_][\w.-]*")
_TAGGED = re.compile(r"(?<!\w)#[^\W\d_]\w{2,}")


def file_names_and_handles(source: str, folded: str) -> Iterator[Span]:
    """Spans of names of files, hashtags and user names. Only a file's name that is a plain word stays."""
    if "." in folded:
        for found in _FILE_NAME.finditer(folded):
            if re.search(r"[\d_-]", found.group()):
                yield Span(*found.span(), "web_address", "[file name]")
    if "_" in folded:
        yield from (
            Span(*found.span(), "web_address", "[user or file name]") for found in _SNAKE.finditer(folded)
        )
    if "#" in folded:
        yield from (Span(*found.span(), "web_address", "[hashtag]") for found in _TAGGED.finditer(source))
