"""Form headings and their answers: "Consanguinity: N/K", "Co-sleeping? Y / N", "[x] Smoking", rows of tables.

A field runs from its heading to its answer. Several may stand on one line; each is read as a sentence of
its own, so that the "no" of one is not taken for the next.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.rules import read

DATA: dict[str, Any] = read("answers.toml")
LONGEST_HEADING, MOST_WORDS, MOST_WORDS_ASKING, FEW_WORDS, FEW_AFTER_A_SUBJECT = 120, 12, 25, 6, 4
#: Without one of these a text has no form: characters, strings, a box, a line that is an answer.
SIGNS, STRINGS = re.compile(r"[:?=|_☐☑☒✓✔✗✘✕✖❌]"), ("   ", "...", " - ")
BOX = re.compile(r"\[[ x/]?\]")
TO_WRITE_ON, NEXT_SENTENCE = re.compile(r"_{2,}|\.{3,}"), re.compile(r"[a-z][^.;:\n]*")
SUBJECT = re.compile(r"(?:the|an?|his|her|their|our|this|they|we|it|there)\b")
ANSWER = re.compile(r"[ ]*(?:yes|no|y|n|nil|none|unknown|n/?k|not \w+)[ .]*")


def _compiled(pattern: str) -> re.Pattern[str]:
    for sign in ("box", "tick", "cross"):
        pattern = pattern.replace(f"{{{sign}}}", DATA[sign])
    return re.compile(pattern, re.VERBOSE)


MARK, BOUNDARY, VERB = (
    _compiled(DATA["mark"]),
    _compiled(DATA["boundary"]),
    _compiled(DATA["running_sentence"]),
)
BLANK, BOXES = _compiled(DATA["blank"]), _compiled(DATA["boxes"])
ANY_BOX = _compiled("(?P<tick>{tick})|(?P<cross>{cross})|{box}")
#: What a box, a tick or a cross beside a heading says of it.
BOX_SAYS = {"tick": Assertion.AFFIRMED, "cross": Assertion.NEGATED, None: Assertion.UNANSWERED}
ANSWER_FIRST = _compiled(DATA["answer_first"])
#: A heading that begins so is a question, whatever stands behind it: "Was there domestic abuse: No."
ASKING = frozenset(DATA["asking"].split())
ANSWER_WORD = _compiled(DATA["answer_word"])
#: Headings before another that share its answer: "Housing, finances: blank", "Asthma, epilepsy: none".
BEFORE_COMMA = re.compile(r"\s*[a-z][a-z '/]{2,30}")
BEFORE_COMMAS = re.compile(r"\s*[a-z]+(?:[ '/-][a-z]+){0,2}(?:, ?[a-z]+(?:[ '/-][a-z]+)?){1,5}")
BY_ITSELF = frozenset(DATA["by_itself"].split())
CELL = re.compile(r"[^|\n]+")
FREE = [(Assertion(row["says"]), _compiled(row["pattern"])) for row in DATA["free_answers"]]
ANSWERS = [(Assertion(row["says"]), _compiled(f"(?:{row['pattern']})")) for row in DATA["answers"]]


@dataclass(frozen=True)
class Field:
    """`says` is None when the answer is free text, which has to be read itself."""

    start: int
    heading_end: int
    end: int
    says: Assertion | None
    question: bool = False


def fields(text: str) -> list[Field]:
    """The fields of a form in evened-out text, in order, without overlap."""
    if not _may_hold_fields(text):
        return []
    found = [*_answer_first(text), *_marked(text), *_ticked(text), *_in_columns(text), *_line_by_line(text)]
    kept: list[Field] = []
    for field in sorted(found, key=lambda one: (one.start, one.says is None, -one.end)):
        if not kept or field.start >= kept[-1].end:
            kept.append(field)
    return kept


def _may_hold_fields(text: str) -> bool:
    if SIGNS.search(text) or BOX.search(text) or any(one in text for one in STRINGS):
        return True
    return any(ANSWER.fullmatch(line) for line in text.split("\n"))


def field_at(found: list[Field], place: int) -> Field | None:
    """The field in whose heading the place lies."""
    number = bisect_right(found, place, key=lambda field: field.start) - 1
    return found[number] if number >= 0 and place < found[number].heading_end else None


def read_answer(text: str, place: int) -> tuple[Assertion, int] | None:
    """What the text at this place says as an answer, and where the answer ends."""
    for says, pattern in ANSWERS:
        match = pattern.match(text, place)
        if match:
            return says, match.end()
    return None


def free_answer(text: str, field: Field) -> Assertion | None:
    """What an answer in the form's own words says, when its first words tell."""
    begin = MARK.match(text, field.heading_end)
    place = begin.end() if begin else field.heading_end
    return next((says for says, pattern in FREE if pattern.match(text, place)), None)


def _heading(text: str, end: int, earliest: int) -> int:
    """Where the heading that ends here begins."""
    begin = first = sentence = max(earliest, end - LONGEST_HEADING)
    for boundary in BOUNDARY.finditer(text, begin, end):
        if boundary[0] in ".;\n":
            sentence = boundary.end()
        listed = boundary[0] == "," and _shares_an_answer(text, first, boundary.start())
        if not listed:
            begin = boundary.end()
        first = boundary.end() if boundary[0] in ".;\n" else first if listed else len(text)
    if _asks(text, sentence, end):  # "Had anybody smoked, or were they asleep"
        begin = sentence
    while begin < end and text[begin] in " \n\"'(-|":
        begin += 1
    return begin


def _shares_an_answer(text: str, start: int, end: int) -> bool:
    """Whether what stands before a comma is one heading, or several."""
    one = BEFORE_COMMA.fullmatch(text, start, end)
    several = BEFORE_COMMAS.fullmatch(text, start, end) and not VERB.search(text, start, end)
    return bool(one or several) and BY_ITSELF.isdisjoint(re.findall(r"[a-z]+", text[start:end]))


def _asks(text: str, start: int, end: int) -> bool:
    words = text[start:end].split(maxsplit=1)
    return bool(words) and words[0] in ASKING


def _is_heading(text: str, start: int, end: int, question: bool) -> bool:
    words, asks = text[start:end].split(), _asks(text, start, end)
    most = MOST_WORDS_ASKING if asks else MOST_WORDS
    return bool(words) and len(words) <= most and (question or asks or not VERB.search(text, start, end))


def _marked(text: str) -> Iterator[Field]:
    """A heading, a mark such as a colon, an answer."""
    done = 0
    for mark in MARK.finditer(text):
        start, question = _heading(text, mark.start(), done), "?" in mark[0]
        if mark.start() < done or not _is_heading(text, start, mark.start(), question):
            continue
        answer = read_answer(text, mark.end())
        if answer:
            yield Field(start, mark.start(), answer[1], answer[0], question)
            done = answer[1]
        elif _left_open(text, start, mark) or _line_passed_over(text, mark):
            yield Field(start, mark.start(), mark.end(), Assertion.UNANSWERED, question)
            done = mark.end()
        elif mark["plain"] and (question or len(text[start : mark.start()].split()) <= FEW_WORDS):
            yield Field(start, mark.start(), mark.end(), None, question)


def _answer_first(text: str) -> Iterator[Field]:
    """An answer, a mark, what was asked. A dash may stand behind the answer to something else, "No - he
    smokes outside": so several must stand in the text.
    """
    found = [one for one in ANSWER_FIRST.finditer(text) if _is_asked(text, *one.span("asked"))]
    for one in found:
        answer = read_answer(text, one.start("says")) or (_whole_answer(one["says"]), 0)
        if answer[0] and (one["mark"] == ":" or len(found) > 1):
            yield Field(one.start("says"), one.end(), one.end(), answer[0])


def _is_asked(text: str, start: int, end: int) -> bool:
    few = len(text[start:end].split()) <= FEW_WORDS
    return few and not _whole_answer(text[start:end]) and not VERB.search(text, start, end)


def _left_open(text: str, start: int, mark: re.Match[str]) -> bool:
    few = len(text[start : mark.start()].split()) <= DATA["most_words_before"]
    return few and bool(BLANK.match(text, mark.end()) or mark.end() >= len(text))


def _line_passed_over(text: str, mark: re.Match[str]) -> bool:
    """A line to write on with nothing on it and a sentence behind: "Smoking: ____ His aunt said"."""
    after = NEXT_SENTENCE.match(text, mark.end())
    if not after or not TO_WRITE_ON.search(mark[0]):
        return False
    return len(after[0].split()) > (FEW_AFTER_A_SUBJECT if SUBJECT.match(after[0]) else FEW_WORDS)


def _ticked(text: str) -> Iterator[Field]:
    """Boxes beside "yes" and "no", or one box for each heading, before or after it as the line begins."""
    for line in re.finditer(r"[^\n]+", text):
        boxes = list(ANY_BOX.finditer(text, *line.span()))
        answered = [match for match in BOXES.finditer(text, *line.span()) if read_answer(text, match.start())]
        for match in answered:
            says = read_answer(text, match.start())
            start = _heading(text, match.start(), line.start())
            if says and _is_heading(text, start, match.start(), question=True):
                yield Field(start, match.start(), says[1], says[0])
        if not boxes or answered or ":" in line[0] or "?" in line[0]:
            continue
        before = not text[line.start() : boxes[0].start()].strip()
        ends = [box.start() for box in boxes[1:]] + [line.end()]
        starts = [line.start()] + [box.end() for box in boxes[:-1]]
        for box, start, end in zip(boxes, starts, ends, strict=True):
            says_box = BOX_SAYS[box.lastgroup]
            if before:
                yield Field(box.end(), end, end, says_box)
            elif _is_heading(text, start, box.start(), question=True):
                yield Field(start, box.start(), box.end(), says_box)


def _in_columns(text: str) -> Iterator[Field]:
    """A row of headings and, under it, a row of answers."""
    rows = [
        [cell for cell in CELL.finditer(text, *line.span()) if cell[0].strip()]
        for line in re.finditer(r"[^\n]+", text)
        if "|" in line[0]
    ]
    for heads, answers in pairwise(rows):
        given = [_whole_answer(cell[0]) for cell in answers]
        if len(heads) != len(answers) or len(heads) < 2 or not all(given):
            continue
        if any(_whole_answer(cell[0]) for cell in heads):
            continue
        for head, says in zip(heads, given, strict=True):
            yield Field(head.start(), head.end(), head.end(), says)


def _line_by_line(text: str) -> Iterator[Field]:
    """A heading on a line of its own and its answer alone on the next."""
    lines = [line for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    for head, below in pairwise(lines):
        says = _whole_answer(below[0])
        if says and not _whole_answer(head[0]) and _is_heading(text, *head.span(), question=False):
            yield Field(head.start(), head.end(), below.end(), says)


def _whole_answer(cell: str) -> Assertion | None:
    words = cell.strip(" .")
    if not ANSWER_WORD.fullmatch(words):
        return None
    answer = read_answer(words, 0)
    return answer[0] if answer else None
