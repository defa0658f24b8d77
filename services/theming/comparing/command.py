"""The texts most like each of many: JSON lines in, JSON lines out.

In: `{"id": ..., "text": "..."}`, with `"age_band": "..."` and `"themes": [...]` if they are known; otherwise
the text is read for themes. Out, in the same order: `{"id": ..., "nearest": [{"id", "score", "reasons":
[{"kind", "values", "share"}]}]}`, best first; none where no text is alike. A line that cannot be read gives
`{"id": ..., "nearest": [], "error": "..."}` with the line's number in the words, and the others go on; blank
lines are passed over.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.theming.comparing.lines import Sent, sent
from services.theming.comparing.words import words_of
from services.theming.domain.comparables.likeness import CaseProfile, Likeness
from services.theming.domain.themes.assertions import counts
from services.theming.many_processes import may_part, pool_of
from services.theming.nlp.themer import load_themer

READ_AT_A_TIME, COMPARED_AT_A_TIME = 50, 128
Say = Callable[[str], None]
Comparing = Callable[[tuple[int, int]], list[list[Likeness]]]


def compare_lines(
    lines: Iterable[str],
    *,
    most: int,
    processes: int = 1,
    say: Say = lambda words: None,
    twice: Say = lambda words: None,
) -> Iterator[str]:
    """One line of JSON for each line that is not blank, in the same order. All are read before the first is
    answered: any of them may be the nearest. ``twice`` is told of ids that come again.
    """
    given = list(sent(lines))
    _tell_of_ids_that_come_again(given, twice)
    right = [each for each in given if not each.error]
    say(f"{len(given)} texts")
    texts = _read_all(right, processes, say)
    answers = _nearest([each.profile for each in texts], most, processes)
    count = 0
    for each in given:
        if each.error:
            yield json.dumps({"id": each.id, "nearest": [], "error": each.error})
            continue
        count += 1
        yield json.dumps({"id": each.id, "nearest": [_entry(one, texts) for one in next(answers)]})
        if count % COMPARED_AT_A_TIME == 0:
            say(f"{count} of {len(right)} texts compared")


def _tell_of_ids_that_come_again(given: Iterable[Sent], twice: Say) -> None:
    first_with: dict[str, int] = {}
    for each in given:
        if not each.error and (first := first_with.setdefault(json.dumps(each.id), each.line)) != each.line:
            twice(f"Line {each.line}: The id is that of line {first} too; both are compared.")


@dataclass(frozen=True)
class ReadText:
    """``words``: terms as the text has them."""

    id: object
    profile: CaseProfile
    words: Mapping[str, str]


def _entry(found: Likeness, texts: Sequence[ReadText]) -> dict[str, Any]:
    other = texts[int(found.case_reference)]
    reasons = [
        {"kind": r.kind, "values": _each_once(r.values, other.words), "share": r.share} for r in found.reasons
    ]
    return {"id": other.id, "score": found.score, "reasons": reasons}


def _each_once(terms: Iterable[str], words: Mapping[str, str]) -> list[str]:
    """Terms as the text has them: several may be of one word."""
    return list(dict.fromkeys(words.get(term, term) for term in terms))


def _read_all(texts: Sequence[Sent], processes: int, say: Say) -> list[ReadText]:
    load_themer()  # once, before the processes part
    numbered = list(enumerate(texts))
    firsts = range(0, len(numbered), READ_AT_A_TIME)
    parts = [numbered[first : first + READ_AT_A_TIME] for first in firsts]
    found: list[ReadText] = []
    say(f"0 of {len(texts)} texts read")
    for some in _spread(_read_part, parts, processes):
        found += some
        say(f"{len(found)} of {len(texts)} texts read")
    return found


def _read_part(part: Sequence[tuple[int, Sent]]) -> list[ReadText]:
    return [_read(number, each) for number, each in part]


def _read(number: int, given: Sent) -> ReadText:
    themed = load_themer().propose(given.text)
    themes = themed.affirmed if given.themes is None else given.themes
    denied = (each for each in themed.proposals if not counts(each.assertion))
    not_so = [(one.start, one.end) for each in denied for one in each.evidence]
    words = words_of([(given.text, not_so)])
    weights = dict.fromkeys(words, 1.0)
    profile = CaseProfile(str(number), given.age_band, confirmed=frozenset(themes), words=weights)
    return ReadText(given.id, profile, words)


def _nearest(profiles: Sequence[CaseProfile], most: int, processes: int) -> Iterator[list[Likeness]]:
    # Here and not above: these libraries take seconds to load.
    from services.theming.comparing.nearest import Nearest

    if not profiles:
        return
    global _held
    _held = Nearest(profiles), most
    firsts = range(0, len(profiles), COMPARED_AT_A_TIME)
    blocks = [(first, min(first + COMPARED_AT_A_TIME, len(profiles))) for first in firsts]
    for block in _spread(_compare_block, blocks, processes):
        yield from block


#: What every process compares with: the others have it from the one they part from.
_held: Any = None


def _compare_block(block: tuple[int, int]) -> list[list[Likeness]]:
    nearest, most = _held
    found: list[list[Likeness]] = nearest.of(*block, most)
    return found


def _spread(work: Callable[[Any], Any], parts: Sequence[Any], processes: int) -> Iterator[Any]:
    if len(parts) < 2 or not may_part(processes):
        yield from map(work, parts)
        return
    with pool_of(processes) as pool:
        yield from pool.imap(work, parts)
