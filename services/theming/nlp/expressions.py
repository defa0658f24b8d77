"""The small language in which the codebook's patterns are written, and its translation to regular
expressions.

word  word*  w*d      a word; `*` stands for any letters
(a|b c|d)             one of several sequences
x?                    x may be missing (a word, a group, a lexicon)
(a|b)*                none to four of them in a row (a group or a lexicon)
{name}                one of the lexicon's entries
~4                    up to four words in between (never across a sentence, `;` or "but")
x <>4 y               x and y in either order with up to four words in between
/regex/               a regular expression over the evened-out text; spaces in it stand for themselves
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from services.theming.nlp import demanded_words
from services.theming.nlp.nodes import Node

SEPARATOR = r"(?:[\])]?'s)?[^\w.;:?!|=\n]+"
#: In a gap nothing is given back that was taken: a word and what stands before it end where they end.
GAP_WORD = (
    r"(?:[\])]?'s)?[^\w.;:?!|=\n]++(?!(?:but|however|although|though|whereas|except)\b)\w++(?:[.:+/]\d++)*"
)
#: An opening bracket of a pattern's own regular expression: groups are kept for gaps.
CAPTURE = re.compile(r"(?<!\\)\((?!\?)")
PART = re.compile(
    r"/(?=\S)(?:[^/\\]|\\.)+?(?<=\S)/\??(?=[\s|)]|$)|\{\w+\}[?*]?|~\d+|<>\d+|\(|\)[?*]?|\||[^\s()|]+"
)


class BadExpression(ValueError):
    """A pattern that cannot be read, with the pattern and the reason."""


def _word(text: str) -> Node:
    if not any(character.isalnum() or character == "*" for character in text):
        raise BadExpression(f"not a word: {text}")
    optional = text.endswith("?") and len(text) > 1
    return Node("word", text.rstrip("?") if optional else text, optional=optional)


class Lexicons(dict[str, list[str]]):
    """Words for the same thing, by name; each is read once, however many patterns name it."""

    def __init__(self, words: Mapping[str, list[str]]) -> None:
        super().__init__(words)
        self._read: dict[str, list[Node]] = {}

    def branches(self, name: str) -> list[Node]:
        """The entries of a lexicon as trees, which nobody may change. Raises KeyError, BadExpression."""
        if name not in self._read:
            try:
                self._read[name] = [parse(entry, self) for entry in self[name]]
            except BadExpression as fault:
                raise BadExpression(f"in the lexicon {name}: {fault}") from None
        return self._read[name]


class _Parser:
    def __init__(self, pattern: str, lexicons: Lexicons) -> None:
        self.pattern, self.lexicons = pattern, lexicons
        self.parts = PART.findall(pattern.lower() if "/" not in pattern else pattern)
        self.at = 0

    def choice(self, inner: bool) -> Node:
        branches = [self.sequence()]
        while self.at < len(self.parts) and self.parts[self.at] == "|":
            self.at += 1
            branches.append(self.sequence())
        if not inner:
            if self.at < len(self.parts):
                raise BadExpression(f"no opening bracket: {self.pattern}")
            return Node("choice", children=branches)
        if self.at >= len(self.parts):
            raise BadExpression(f"no closing bracket: {self.pattern}")
        close = self.parts[self.at]
        self.at += 1
        return Node("choice", children=branches, optional=close != ")", repeated=close == ")*")

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.at < len(self.parts) and self.parts[self.at] not in ("|", ")", ")?", ")*"):
            part = self.parts[self.at]
            self.at += 1
            if part.startswith("<>"):
                after = self.sequence()
                gap = Node("gap", part[2:])
                before = Node("sequence", children=items)
                both = [
                    Node("sequence", children=[before, gap, after]),
                    Node("sequence", children=[after, gap, before]),
                ]
                return Node("sequence", children=[Node("choice", children=both)])
            items.append(self.item(part))
        if all(item.optional or item.kind == "gap" for item in items):
            raise BadExpression(f"an alternative that may be empty: {self.pattern}")
        if (
            any(gap.kind == "gap" and after.optional for gap, after in pairwise(items[-2:]))
            or items[-1].kind == "gap"
        ):
            raise BadExpression(f"a gap must lead to words that are there: {self.pattern}")
        return Node("sequence", children=items)

    def item(self, part: str) -> Node:
        if part == "(":
            return self.choice(inner=True)
        if part.startswith("{"):
            name = part.strip("{}?*")
            if name not in self.lexicons:
                raise BadExpression(f"no lexicon {name}: {self.pattern}")
            branches = self.lexicons.branches(name)
            return Node("choice", children=branches, optional=part[-1] != "}", repeated=part[-1] == "*")
        if part.startswith("~"):
            return Node("gap", part[1:])
        if part.startswith("/") and len(part) > 2:
            return Node("regex", self.own(part.rstrip("?").strip("/")), optional=part.endswith("?"))
        return _word(part)

    def own(self, value: str) -> str:
        """A regular expression; one that is none would be found out only when a text is read."""
        try:
            re.compile(value)
        except re.error as fault:
            raise BadExpression(f"no regular expression, {fault}: {self.pattern}") from None
        return value


def parse(pattern: str, lexicons: Mapping[str, list[str]]) -> Node:
    """The pattern as a tree. Raises BadExpression."""
    known = lexicons if isinstance(lexicons, Lexicons) else Lexicons(lexicons)
    return _Parser(pattern, known).choice(inner=False)


def _regex(node: Node) -> str:
    if node.kind == "word":
        return re.escape(node.value).replace(r"\*", r"\w*")
    if node.kind == "regex":
        return f"(?:{CAPTURE.sub('(?:', node.value)})"
    if node.kind == "choice":
        return "(?:" + "|".join(_regex(child) for child in node.children) + ")"
    return _sequence(node)


def _sequence(node: Node) -> str:
    out, started, gap = "", False, SEPARATOR
    for child in node.children:
        if child.kind == "gap":
            gap = f"((?:{GAP_WORD}){{0,{child.value}}}?){SEPARATOR}"
            continue
        inside = _regex(child)
        if child.optional:
            times = "{0,4}" if child.repeated else "?"
            out += f"(?:{gap}{inside}){times}" if started else f"(?:{inside}{SEPARATOR}){times}"
        else:
            out += (gap if started else "") + inside
            started, gap = True, SEPARATOR
    return out


def regex(node: Node) -> str:
    """A regular expression; each of its groups is a gap, whose words the pattern does not itself name."""
    return rf"(?<!\w){_regex(node)}(?!\w)"


@dataclass(frozen=True)
class Expression:
    """A pattern ready for use; the regular expression is compiled when it is first needed."""

    pattern: str
    node: Node

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(regex(self.node))

    @cached_property
    def anchors(self) -> frozenset[str]:
        return demanded_words.anchors(self.node)

    @cached_property
    def demands(self) -> frozenset[frozenset[str]]:
        return frozenset(demanded_words.demands(self.node))

    @property
    def telling(self) -> bool:
        """Whether it demands a word that few texts have: "a*", "*" and "the" stand in all of them."""
        return demanded_words.telling(self.anchors)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        return demanded_words.beginnings(self.node)

    @cached_property
    def openings(self) -> list[demanded_words.Opening]:
        return demanded_words.openings(self.node)


class WrittenOut(Expression):
    """A regular expression that is one as it stands, with white space ignored."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.VERBOSE)


def written_out(pattern: str) -> WrittenOut:
    """`[ ]` is a blank."""
    close = "".join(pattern.replace("[ ]", "\0").split()).replace("\0", " ")
    return WrittenOut(pattern, Node("regex", close))


def express(pattern: str, lexicons: Mapping[str, list[str]]) -> Expression:
    return Expression(pattern, parse(pattern, lexicons))
