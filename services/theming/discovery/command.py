"""Themes that many texts share and the codebook lacks: JSON lines in, ranked proposals as JSON lines out.

In: `{"id": ..., "text": "..."}`. Out, best first: `{"label", "terms", "ids", "stability", "agreement",
"quotes": [{"id", "start", "end", "text"}]}`, offsets in characters of the given text. Where there is too
little to say, the one line out is `{"too_little": "...", "texts": n}`. A line that cannot be read is named
by its number among the messages, and the others go on; so is an id that comes again, whose texts are all
read. Blank lines are passed over.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from services.theming.discovery.finder import find_themes
from services.theming.discovery.hidden_themes import unknown_theme
from services.theming.discovery.many_finder import find_in_many
from services.theming.discovery.many_texts import ReadWhenAsked, table_of
from services.theming.discovery.reading import Read, evidence_of, read, repeated_sentences
from services.theming.discovery.two_views import Vectors
from services.theming.domain.discovery.found_theme import FoundTheme
from services.theming.domain.discovery.rules import too_little
from services.theming.domain.themes.codebook import load_codebook
from services.theming.many_processes import may_part, pool_of
from services.theming.sent_line import LineFault, object_sent, text_faults, whole_characters
from shared.errors import Fault, Invalid

#: Beyond so many texts the words of the codebook's rules stand for reading every text by them: to look for a
#: theme in that many needs no exact evidence of the others.
READ_BY_RULES = 3000
AT_A_TIME = 100
Say = Callable[[str], None]


def discover_lines(
    lines: Iterable[str],
    *,
    without: Collection[str] = (),
    processes: int = 1,
    say: Say = lambda words: None,
    fault: Say = lambda words: None,
    twice: Say | None = None,
    vectors: Vectors | None = None,
) -> Iterator[str]:
    """Proposals, one line of JSON each. ``fault`` is told of lines that cannot be read, ``twice`` of ids
    that come again. Raises Invalid when a theme to hide is not of the codebook.
    """
    if unknown := sorted(set(without) - load_codebook().themes.keys()):
        raise Invalid([Fault("without", unknown_theme(theme)) for theme in unknown])
    given = list(_given(lines, fault, twice or fault))
    say(f"{len(given)} texts")
    if because := too_little(len(given)):  # nobody waits for texts to be read of which nothing can be said
        yield json.dumps({"too_little": because, "texts": len(given)})
        return
    hidden = frozenset(without)
    known = [theme for theme in load_codebook().themes if theme not in hidden]
    if len(given) > READ_BY_RULES:
        many = ReadWhenAsked(given)
        found = find_in_many(many, table_of(many), known=known, vectors=vectors, told=say)
    else:
        found = find_themes(read_all(given, hidden, processes, say), known=known, vectors=vectors, told=say)
    for one in found.found:
        yield json.dumps(as_data(one))


def as_data(one: FoundTheme) -> dict[str, Any]:
    quotes = [{"id": q.id, "start": q.start, "end": q.end, "text": q.text} for q in one.quotes]
    told = {"label": one.label, "terms": list(one.terms), "ids": list(one.ids), "stability": one.stability}
    return {**told, "agreement": one.agreement, "quotes": quotes}


def _given(lines: Iterable[str], fault: Say, twice: Say) -> Iterator[tuple[object, str]]:
    """What is right; an id that comes again is told, and both texts are read."""
    first_with: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = object_sent(line)
        except LineFault as wrong:
            fault(f"Line {number}: {wrong}")
            continue
        faults = (["There is no id."] if row.get("id") is None else []) + text_faults(row)
        if faults:
            fault(f"Line {number}: {' '.join(faults)}")
            continue
        first = first_with.setdefault(json.dumps(row["id"]), number)
        if first != number:
            twice(f"Line {number}: The id is that of line {first} too; both are read.")
        yield row["id"], whole_characters(row["text"])


def read_all(
    given: Sequence[tuple[object, str]], hidden: frozenset[str], processes: int, say: Say
) -> list[Read]:
    """Every text read for discovery, in order, by as many processes as are wanted."""
    from services.theming.nlp.themer import load_themer

    repeated = repeated_sentences(text for _, text in given)
    load_themer()  # once, before the processes part
    firsts = range(0, len(given), AT_A_TIME)
    parts = [(given[first : first + AT_A_TIME], hidden, repeated) for first in firsts]
    found: list[Read] = []
    say(f"0 of {len(given)} texts read")
    for some in _spread(parts, processes if len(given) > AT_A_TIME else 1):
        found += some
        say(f"{len(found)} of {len(given)} texts read")
    return found


def _spread(parts: Sequence[Any], processes: int) -> Iterator[list[Read]]:
    if not may_part(processes):
        yield from map(_read_part, parts)
        return
    with pool_of(processes) as pool:
        yield from pool.imap(_read_part, parts)


def _read_part(part: tuple[Sequence[tuple[object, str]], frozenset[str], frozenset[bytes]]) -> list[Read]:
    from services.theming.nlp.themer import load_themer

    given, hidden, repeated = part
    return [read(id, text, evidence_of(load_themer(), text, hidden), repeated) for id, text in given]
