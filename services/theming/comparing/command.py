"""The texts most like each of many: JSON lines in, JSON lines out.

In: `{"id": ..., "text": "..."}`, with `"age_band": "..."` and `"themes": [...]` if they are known; otherwise
the text is read for themes. Out, in the same order: `{"id": ..., "nearest": [{"id", "score", "reasons":
[{"kind", "values", "share"}]}]}`, best first; none where no text is alike. A line that cannot be read gives
`{"id": ..., "nearest": [], "error": "..."}` with the line's number in the words, and the others go on; blank
lines are passed over.
"""

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.theming.comparing.lines import Sent, sent
from services.theming.comparing.words import words_of
from services.theming.domain.comparables.likeness import CaseProfile, Likeness
from services.theming.domain.themes.assertions import counts
from services.theming.nlp.themer import load_themer

READ_AT_A_TIME, COMPARED_AT_A_TIME = 50, 128
Say = Callable[[str], None]
Comparing = Callable[[tuple[int, int]], list[list[Likeness]]]


def compare_lines(
    lines: Iterable[str], *, most: int, processes: int = 1, say: Say = lambda words: None
) -> Iterator[str]:
    """One line of JSON for each line that is not blank, in the same order. All are read before the first is
    answered: any of them may be the nearest.
    """
    given = list(sent(lines))
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


@dataclass(frozen=True)
class ReadText:
    """``words``: terms as the text has them."""

    id: object
    profile: CaseProfile
    words: Mapping[str, str]


def _entry(found: Likeness, texts: Sequence[ReadText]) -> dict[str, Any]:
    other = texts[int(found.case_reference)]
    reasons = [
        {"kind": r.kind, "values": [other.words.get(v, v) for v in r.values], "share": r.share}
        for r in found.reasons
    ]
    return {"id": other.id, "score": found.score, "reasons": reasons}


def _read_all(texts: Sequence[Sent], processes: int, say: Say) -> list[ReadText]:
    load_themer()  # once, before the processes part
    numbered = list(enumerate(texts))
    firsts = range(0, len(numbered), READ_AT_A_TIME)
    parts = [numbered[first : first + READ_AT_A_TIME] for first in firsts]
    found: list[ReadText] = []
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
    if processes == 1 or len(parts) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, parts)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(work, parts)
