"""Which words must stand in a sentence for a pattern to match, with which it begins, which comes next.

All of it is told from the pattern alone and errs on one side: where it cannot be told, any word will do.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from services.theming.nlp.nodes import Node
from services.theming.nlp.own_expressions import tree_of

#: Words too frequent to be worth starting a search from.
# fmt: off
FREQUENT = frozenset(
    [
        "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "from", "was",
        "were", "is", "are", "be", "been", "had", "has", "have", "he", "she", "his", "her", "him",
        "they", "their", "them", "it", "its", "this", "that", "not", "no", "baby", "child", "infant",
        "mother", "father", "mum", "dad", "parents", "parent", "family", "time", "day", "days", "night",
        "home", "hospital", "bed", "found", "while", "when", "who", "as", "all", "any", "one", "two",
        "after", "before", "did", "do", "there",
    ]
)
# fmt: on
SHORTEST_TELLING = 3  # letters
FIGURES = frozenset(f"{figure}*" for figure in range(10))
#: The words of what a pattern says for one: two of "d-tga" and of "dad's".
PIECE = re.compile(r"\[name\]|[\w*]+")


def _weight(word: str) -> int:
    if word in FIGURES:
        return 4
    if "*" in word:
        return 3 if len(word) > 4 else 8
    return 40 if word in FREQUENT else 1


def rarity(words: frozenset[str]) -> int:
    """The less, the fewer sentences have one of the words."""
    return sum(map(_weight, words))


def telling(words: frozenset[str]) -> bool:
    """Whether few texts have one of the words: "a*", "*" and "the" stand in all of them."""
    return bool(words) and all(
        len(word.partition("*")[0]) >= SHORTEST_TELLING and word not in FREQUENT for word in words
    )


def anchors(node: Node) -> frozenset[str]:
    """Words one of which must stand in a sentence for the pattern to match; empty when that cannot be
    told.
    """
    if node.kind == "word":
        word = node.value.lstrip("?")
        return frozenset([word]) if word[0].isalnum() else frozenset()
    if node.kind == "regex":
        return anchors(tree_of(node.value.removeprefix("-")))
    if node.kind == "gap":
        return frozenset()
    if node.kind == "choice":
        parts = [anchors(child) for child in node.children]
        return frozenset().union(*parts) if all(parts) else frozenset()
    found = [anchors(child) for child in node.children if not child.optional and child.kind != "gap"]
    return min(filter(None, found), key=rarity, default=frozenset())


def demands(node: Node) -> list[frozenset[str]]:
    """Sets of words, one of each of which must stand in a sentence for the pattern to match."""
    if node.kind == "regex":
        return demands(tree_of(node.value.removeprefix("-")))
    if node.kind == "choice" and len(node.children) == 1:
        return demands(node.children[0])
    if node.kind != "sequence":
        words = anchors(node)
        return [words] if words else []
    needed = [child for child in node.children if not child.optional and child.kind != "gap"]
    return [words for child in needed for words in demands(child)]


def beginnings(node: Node) -> frozenset[str]:
    """Words with one of which a match begins; empty when that cannot be told."""
    if node.kind == "word":
        return frozenset([node.value])
    if node.kind == "regex":
        return beginnings(tree_of(node.value))
    if node.kind == "choice":
        parts = [beginnings(child) for child in node.children]
        return frozenset().union(*parts) if all(parts) else frozenset()
    return _first_of([child for child in node.children if child.kind != "gap"])[0]


def _first_of(children: Sequence[Node]) -> tuple[frozenset[str], bool]:
    """Words with which a row of parts begins (none when that cannot be told), and whether they may all be
    missing.
    """
    found: frozenset[str] = frozenset()
    for child in children:
        words = beginnings(child) if child.kind != "gap" else frozenset()
        if not words:
            return frozenset(), False
        found |= words
        if not child.optional:
            return found, False
    return found, True


class Opening(NamedTuple):
    """First words of a match and the words one of which comes next (None: it cannot be told); a match may
    also end after the first when `may_end`.
    """

    firsts: frozenset[str]
    seconds: frozenset[str] | None
    may_end: bool = False


def openings(node: Node) -> list[Opening]:
    """The ways in which a match may begin; none when that cannot be told."""
    if node.kind == "regex":
        return openings(tree_of(node.value))
    if node.kind == "choice":
        found = [openings(child) for child in node.children]
        return [one for each in found for one in each] if all(found) else []
    if node.kind == "sequence":
        return _openings_of(node.children)
    pieces = PIECE.findall(node.value)
    if node.kind == "gap" or not pieces:
        return []
    ends = pieces == [node.value]
    return [Opening(frozenset([node.value]), frozenset(pieces[1:2]) if ends or pieces[1:] else None, ends)]


def _openings_of(children: Sequence[Node]) -> list[Opening]:
    """The same of a row of parts, of which the first ones may be missing."""
    told: list[Opening] = []
    for at, child in enumerate(children):
        if child.kind == "gap":
            continue
        inside = openings(child)
        if not inside:
            return []
        rest = [child, *children[at + 1 :]] if child.repeated else children[at + 1 :]
        told += [_followed(one, rest) if one.may_end else one for one in inside]
        if not child.optional:
            return told
    return []


def _followed(one: Opening, rest: Sequence[Node]) -> Opening:
    after, may_end = _first_of(rest)
    if one.seconds is None or not (after or may_end):
        return Opening(one.firsts, None)
    return Opening(one.firsts, one.seconds | after, may_end)
