"""Words that are longer than a line, such as an address on the web: where a table may break them.

CSS alone either lets such a word widen its table, or lets every word of the table break anywhere.
"""

import re

from markupsafe import Markup, escape

LONGEST_WORD = 30  # characters that stand together in a narrow cell
_TAG = re.compile(r"(<[^>]*>)")
_LONG = re.compile(rf"(?:&[^;\s]+;|[^\s&]){{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf"(?:&[^;\s]+;|[^\s&]){{1,{LONGEST_WORD}}}")


def breaking(content: object) -> Markup:
    """The same text, in which a browser may break a word after every thirty characters."""
    parts = _TAG.split(str(escape(content)))
    # Split at tags, every second part is one: an address in it stays as it is.
    parts[::2] = [_LONG.sub(_with_breaks, part) for part in parts[::2]]
    # allow unescaped: escaped above, and only <wbr> is added
    return Markup("".join(parts))  # noqa: S704 - as above


def _with_breaks(word: re.Match[str]) -> str:
    return "<wbr>".join(_PIECE.findall(word[0]))
