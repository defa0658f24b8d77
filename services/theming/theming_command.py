"""Themes of many texts: JSON lines in, JSON lines out.

In: `{"id": ..., "text": "..."}`. Out, in the same order: `{"id": ..., "themes": [{"theme", "assertion",
"evidence": [{"start", "end", "text"}]}]}`, offsets in characters of the given text. There is one entry for
each theme and assertion; affirmed ones, which alone count for a case, come first, so that "no co-sleeping"
is seen to have been read as negated. A text too thin to say anything of has `"enough": false` besides. A
line that cannot be themed gives `{"id": ..., "themes": [], "error": "..."}` with the line's number in the
words, and the run goes on; blank lines are passed over.
"""

import json
from collections.abc import Iterable, Iterator
from threading import Event, Semaphore

from services.theming.domain.themes.theme_proposal import ThemeProposal
from services.theming.many_processes import may_part, pool_of
from services.theming.nlp.themer import load_themer
from services.theming.sent_line import LineFault, object_sent, text_faults, whole_characters

#: Lines handed out and not yet answered: enough to keep every core busy, few enough to stay small.
IN_FLIGHT = 256


def theme_lines(lines: Iterable[str], processes: int = 1) -> Iterator[str]:
    """One line of JSON for each line of JSON that is not blank, in the same order, as soon as it is ready."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    load_themer()  # once, before the processes part
    if not may_part(processes):
        yield from map(_answered, numbered)
        return
    room, over = Semaphore(IN_FLIGHT), Event()
    with pool_of(processes) as pool:
        try:
            for answer in pool.imap(_answered, _as_there_is_room(numbered, room, over)):
                room.release()
                yield answer
        finally:  # a reader who has had enough leaves the pool waiting for room
            over.set()
            room.release()


def _as_there_is_room(
    numbered: Iterable[tuple[int, str]], room: Semaphore, over: Event
) -> Iterator[tuple[int, str]]:
    """The pool reads ahead without end; this holds it back, so that a long file is not kept in memory."""
    for pair in numbered:
        room.acquire()
        if over.is_set():
            return
        yield pair


def _answered(numbered: tuple[int, str]) -> str:
    number, line = numbered
    try:
        return json.dumps(_answer(number, line))
    except Exception as fault:  # whatever is wrong with one text, the others are still wanted
        return json.dumps(_refused(None, number, f"This text could not be read ({type(fault).__name__})."))


def _answer(number: int, line: str) -> dict[str, object]:
    try:
        given = object_sent(line)
    except LineFault as fault:
        return _refused(None, number, str(fault))
    if faults := text_faults(given):
        return _refused(given.get("id"), number, " ".join(faults))
    themed = load_themer().propose(whole_characters(given["text"]))
    answer: dict[str, object] = {"id": given.get("id"), "themes": [_entry(one) for one in themed.proposals]}
    return answer if themed.enough else {**answer, "enough": False}


def _refused(given_id: object, number: int, because: str) -> dict[str, object]:
    return {"id": given_id, "themes": [], "error": f"Line {number}: {because}"}


def _entry(proposal: ThemeProposal) -> dict[str, object]:
    evidence = [{"start": one.start, "end": one.end, "text": one.text} for one in proposal.evidence]
    return {"theme": proposal.theme, "assertion": proposal.assertion.value, "evidence": evidence}
