"""Characters that a web page or a mail system wrote as entities: "Zieli&#324;ska", "O&rsquo;Hara"."""

import html
import re
import unicodedata

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")


def has_entities(text: str) -> bool:
    return "&" in text and any(_character(found.group()) for found in _ENTITY.finditer(text))


def without_entities(text: str) -> tuple[str, list[int]]:
    """The text with its characters in place of their entities, and where each begins in the text as given,
    with one entry more for its end.
    """
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for found in _ENTITY.finditer(text):
        if character := _character(found.group()):
            pieces += text[at : found.start()], character
            origins.extend(range(at, found.start() + 1))
            at = found.end()
    origins.extend(range(at, len(text) + 1))
    return "".join([*pieces, text[at:]]), origins


def _character(entity: str) -> str:
    """The one character that it stands for; "" where it stands for none that can be read."""
    written = html.unescape(entity)
    readable = len(written) == 1 and (
        written in "\n\t" or unicodedata.category(written) not in {"Cc", "Cs", "Co", "Cn"}
    )
    return written if readable and written != "\ufffd" else ""
