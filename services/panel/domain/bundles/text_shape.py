"""The shape of a text for reading: its headings, its questions with their answers, and its paragraphs.

Nothing is lost and nothing is made: what the pieces hold, one after the other, is the text. A heading is a
line by itself that is surely one; a line that is in doubt stays text.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

TABLE = Path(__file__).with_name("text_shape.toml")
LONGEST_TITLE, MOST_WORDS = 80, 10
LONGEST_ANSWER = 300  # characters: what is longer tells a story and is no answer
_BLANK = re.compile(r"(\n\s*\n)")  # as pages are divided into paragraphs: bundle_pages
_LETTER = re.compile(r"[A-Z]\. (?=\S)")
_NUMBER = re.compile(r"[1-9]\d?\. (?=\S)")
#: As a form writes its titles: a capital letter first, and then small words. "B. Brown" is nobody's title.
_LETTERED_TITLE = re.compile(r"[A-Z][a-z]+ [a-z][^\n]*")
_NUMBERED_TITLE = re.compile(r"[A-Z][a-z][^\n]*")
_NO_TITLE = (".", ",", ";", ":", "?", "!")
_ANSWERED = re.compile(r"(?P<question>[A-Z][^:\n]{1,150}:)(?P<between> +)(?P<answer>\S[^\n]*)")
_SENTENCE_ENDS = re.compile(r"[.!?;] ")


class Shape(StrEnum):
    HEADING = "heading"
    ANSWERS = "answers"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Answered:
    """A question with its answer on one line, ``between`` them spaces and ``after`` them the line's end."""

    question: str
    between: str
    answer: str
    after: str

    @property
    def text(self) -> str:
        return self.question + self.between + self.answer + self.after


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it stands there; ``after`` is the white space up to the next one."""

    shape: Shape
    text: str
    after: str = ""

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Line by line, of a piece that is answers."""
        found = [match for line in self.text.split("\n") if (match := _ANSWERED.fullmatch(line))]
        ends = [*("\n" for _ in found[1:]), ""]
        return tuple(
            Answered(each["question"], each["between"], each["answer"], end)
            for each, end in zip(found, ends, strict=False)
        )


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The whole text, piece by piece."""
    blocks = [*_blocks(text)]
    lines = [block.split("\n") for block, _ in blocks]
    found: list[Piece] = []
    for place, (_, after) in enumerate(blocks):
        before = lines[place - 1][-1] if place else ""
        follows = lines[place + 1][0] if place + 1 < len(lines) else ""
        found += _pieces_of_block(lines[place], before, follows, after)
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """What stands between blank lines, and the blank lines after it. A text may begin with them."""
    parts, begins = [*_BLANK.split(text), ""], ""
    for block, after in zip(parts[::2], parts[1::2], strict=True):
        if block.strip():
            yield begins + block, after
            begins = ""
        else:
            begins += block + after
    if begins:
        yield begins, ""


def _pieces_of_block(lines: list[str], before: str, follows: str, after: str) -> Iterator[Piece]:
    heads = _is_heading(lines[0], before, lines[1] if len(lines) > 1 else follows)
    pieces = [(Shape.HEADING, lines[0])] if heads else []
    pieces += _runs(lines[1:] if heads else lines, heads)
    for shape, text in pieces[:-1]:
        yield Piece(shape, text, "\n")
    yield Piece(*pieces[-1], after)


def _runs(lines: Sequence[str], under_heading: bool) -> Iterator[tuple[Shape, str]]:
    """Answers that stand together, and the prose between them. One by itself is prose, but for the first
    line under a heading: "She said: he was asleep." asks nothing.
    """
    shapes: list[tuple[Shape, str]] = []
    for answered, some in groupby(lines, _is_answered):
        run = [*some]
        enough = answered and (len(run) > 1 or (under_heading and not shapes))
        shapes.append((Shape.ANSWERS if enough else Shape.PARAGRAPH, "\n".join(run)))
    for shape, each in groupby(shapes, lambda one: one[0]):
        yield shape, "\n".join(text for _, text in each)


def _is_answered(line: str) -> bool:
    found = _ANSWERED.fullmatch(line)
    if not found or len(found["answer"]) > LONGEST_ANSWER:
        return False
    return not _SENTENCE_ENDS.search(found["question"])


def _is_heading(line: str, before: str, follows: str) -> bool:
    """Whether the first line of a paragraph is a title. ``before`` and ``follows``: its neighbours."""
    if not follows.strip() or len(line) > LONGEST_TITLE:
        return False
    title = line[match.end() :] if (match := _LETTER.match(line)) else line
    if title.removesuffix(":") in _titles():
        return True
    if line != line.strip() or line.endswith(_NO_TITLE) or len(line.split()) > MOST_WORDS or ": " in line:
        return False
    if match:
        return bool(_LETTERED_TITLE.fullmatch(title)) and not _LETTER.match(follows)
    # Of a list, every line has its number: only one that has none on either side can be a title.
    return _is_numbered(line) and not any(_NUMBER.match(each) for each in (before, follows))


def _is_numbered(line: str) -> bool:
    number = _NUMBER.match(line)
    return bool(number and _NUMBERED_TITLE.fullmatch(line[number.end() :]))


@cache
def _titles() -> frozenset[str]:
    return frozenset(tomllib.loads(TABLE.read_text(encoding="utf-8"))["titles"])
