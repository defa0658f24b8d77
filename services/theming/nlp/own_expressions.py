"""What can be told of a regular expression that stands in a pattern: the words it begins with.

It is read as far as it is plain: letters, figures and brackets of alternatives, with a blank, a slash or a
plus between them. What comes after that may be anything.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.theming.nlp.nodes import Node

NAME, NAMED = r"\[name\]", "[name]"
#: A bracket that opens, one that closes, a bar between alternatives; first what only looks like one.
SIGNS = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<bar>\|)")
LETTERS = re.compile(r"[a-z]+(?![?*{+])")
#: Figures, at least one of them; the first tells which.
FIGURES = re.compile(
    r"(?:\\d(?:\{[1-9][,\d]*\}|[+])?|\[\d-\d\]|\d)(?:\\d(?:\{[,\d]+\}|[+?])?|\[[\d-]+\]\??|\d(?![?*{+]))*(?![?*{+])"
)
FIGURES_AFTER_ONE = re.compile(r"\[\d-\d\]\?\\d(?![?*{+])")
BETWEEN = re.compile(r"(?: |\\/|\\[+])(?![?*{+])")
#: Where a word ends for certain.
ENDED = re.compile(r"$|\\b|\(\?=|(?: |\\/|\\[+])(?![?*{+])")
ANY_FIGURE = tuple("0123456789")
ANYTHING = Node("gap", "0")


@lru_cache(maxsize=4096)
def tree_of(value: str) -> Node:
    """The expression as the tree of a pattern that matches wherever it does, and elsewhere too."""
    return Node("choice", children=[Node("sequence", children=_parts(one)) for one in _branches(value)])


def _signs(value: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each bracket and bar, with how many brackets it stands in, its own not counted."""
    depth = 0
    for sign in SIGNS.finditer(value):
        depth -= sign.lastgroup == "close"
        if sign.lastgroup:
            yield sign, depth
        depth += sign.lastgroup == "open"


def _branches(value: str) -> list[str]:
    bars = [sign.start() for sign, depth in _signs(value) if sign.lastgroup == "bar" and not depth]
    return [value[start + 1 : end] for start, end in zip([-1, *bars], [*bars, len(value)], strict=True)]


def _parts(branch: str) -> list[Node]:
    parts: list[Node] = []
    rest = branch
    while rest:
        rest = rest.removeprefix(r"\b")
        if not rest or rest.startswith("(?="):
            return parts
        node, length = _part(rest)
        rest = rest[length:]
        if node.optional:
            parts.append(node)
            continue
        ended = ENDED.match(rest)
        if not ended:
            return [*parts, *_unended(node), ANYTHING]
        parts.append(node)
        if between := BETWEEN.match(rest):
            rest = rest[between.end() :]
            if not rest:
                return [*parts, ANYTHING]
    return parts


def _part(rest: str) -> tuple[Node, int]:
    """The first part, and how many characters it is; one of none may be anything."""
    if rest.startswith(NAME):
        return Node("word", NAMED), len(NAME)
    if letters := LETTERS.match(rest):
        return Node("word", letters[0]), letters.end()
    if figures := FIGURES_AFTER_ONE.match(rest):
        return _one_of(ANY_FIGURE), figures.end()
    if figures := FIGURES.match(rest):
        return _one_of(_first_figures(figures[0])), figures.end()
    return _bracket(rest)


def _one_of(beginnings: tuple[str, ...]) -> Node:
    return Node("choice", children=[Node("word", f"{one}*") for one in beginnings])


def _first_figures(figures: str) -> tuple[str, ...]:
    if figures.startswith("["):
        return ANY_FIGURE[int(figures[1]) : int(figures[3]) + 1]
    return ANY_FIGURE if figures.startswith("\\") else (figures[0],)


def _bracket(rest: str) -> tuple[Node, int]:
    first = SIGNS.match(rest)
    if not first or first.lastgroup != "open":
        return ANYTHING, 0
    close = next(sign for sign, depth in _signs(rest) if sign.lastgroup == "close" and not depth)
    inside, after = tree_of(rest[first.end() : close.start()]), rest[close.end() : close.end() + 1]
    if after == "?" and rest[close.start() - 1] == " ":  # "(just )?turned"
        return Node("choice", children=inside.children, optional=True), close.end() + 1
    return (ANYTHING, 0) if after in ("?", "*", "{", "+") else (inside, close.end())


def _unended(node: Node) -> list[Node]:
    """The same where the last word may go on."""
    if node.kind == "word":
        return [Node("word", node.value.rstrip("*") + "*")]
    words = [child for child in node.children if child.kind == "word"]
    if node.kind == "choice" and words and len(words) == len(node.children):
        return [Node("choice", children=[_unended(word)[0] for word in words])]
    if (
        node.kind in ("choice", "sequence")
        and len(node.children)
        and all(child.children for child in node.children)
    ):
        return [
            Node(
                "choice", children=[Node("sequence", children=_first_only(child)) for child in node.children]
            )
        ]
    return []


def _first_only(branch: Node) -> list[Node]:
    """Of an alternative only what it begins with."""
    return _unended(branch.children[0]) or [ANYTHING]
