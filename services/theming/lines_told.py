"""What a command that is sent lines says beside its answers, all of it on standard error.

How far it is, on a terminal; elsewhere only where it takes long. At the end, on a terminal or where a line
was at fault, one line that counts them. Where lines came and not one could be read, the command fails.
"""

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TextIO

#: After so many seconds without a word it is said what is being read: on a terminal, elsewhere.
ON_A_TERMINAL, ELSEWHERE = 2.0, 60.0
SECONDS_BETWEEN_REPORTS = 0.5
#: So many numbers of lines are named; more are counted.
NAMED = 5


class NoLineRead(Exception):
    """Lines were sent, and not one of them could be read."""


class Telling:
    """``told`` on one stream; a command has one."""

    def __init__(self, stream: TextIO, *, patience: float | None = None) -> None:
        self._stream, self._terminal = stream, stream.isatty()
        self._patience = patience or (ON_A_TERMINAL if self._terminal else ELSEWHERE)
        self._said, self._words = time.monotonic(), ""
        self._in_hand: deque[tuple[int, int]] = deque()
        self._first_with: dict[str, int] = {}
        self.sent_lines = self.unread = 0
        self.not_utf8: list[int] = []

    def sent(self, lines: Iterable[str]) -> Iterator[str]:
        """The same lines, as they are asked for."""
        for number, line in enumerate(lines, 1):
            if line.strip():
                self.sent_lines += 1
                if not self._in_hand:
                    self._said = time.monotonic()
                self._in_hand.append((number, len(line)))
            yield line

    def counted(self, lines: Iterable[str]) -> Iterator[str]:
        """The same lines, for what reads all of them before it answers any."""
        for line in lines:
            self.sent_lines += bool(line.strip())
            yield line

    def answered(self, answers: Iterable[str]) -> Iterator[str]:
        """The same answers, one for each of the lines; their faults and their ids are seen on the way."""
        for count, answer in enumerate(answers, 1):
            number = self._in_hand.popleft()[0] if self._in_hand else count
            if '"themes": [], "error": "' in answer:
                self.unread += 1
            else:
                self._see(number, json.JSONDecoder().raw_decode(answer, len('{"id": '))[0])
            yield answer
            if time.monotonic() - self._said > SECONDS_BETWEEN_REPORTS:
                self.progress(f"{count} texts")

    def _see(self, number: int, id: object) -> None:
        if id is not None and (first := self._first_with.setdefault(json.dumps(id), number)) != number:
            self.note(f"Line {number}: The id is that of line {first} too; both are read.")

    def progress(self, words: str) -> None:
        """Overwritten by the next; told on a terminal alone."""
        self._words, self._said = words, time.monotonic()
        if self._terminal:
            self._stream.write(f"\r\x1b[K{words}")
            self._stream.flush()

    def fault(self, words: str) -> None:
        """Of a line that cannot be read, where no answer can say so."""
        self.unread += 1
        self.note(words)

    def note(self, words: str) -> None:
        self._stream.write(f"{self._clear}{words}\n")
        self._stream.flush()

    @property
    def _clear(self) -> str:
        return "\r\x1b[K" if self._terminal else ""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Tells meanwhile what is being read, where nothing else has been told for long; and at the end what
        there was. Raises NoLineRead.
        """
        over = Event()
        watch = Thread(target=self._watch, args=(over,), daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()
        self._end()

    def _watch(self, over: Event) -> None:
        while not over.wait(self._patience / 4):
            if time.monotonic() - self._said >= self._patience and (words := self._being_read()):
                self._said = time.monotonic()
                if self._terminal:
                    self._stream.write(f"{self._clear}{words}")
                    self._stream.flush()
                else:
                    self.note(words)

    def _being_read(self) -> str:
        if self._words and not self._in_hand:
            return f"{self._words}; still at work"
        if not self._in_hand:
            return ""
        number, length = self._in_hand[0]
        return f"Line {number} is being read ({length:,} characters)"

    def _end(self) -> None:
        if self.not_utf8:
            named = ", ".join(map(str, self.not_utf8[:NAMED])) + (
                " ..." if len(self.not_utf8) > NAMED else ""
            )
            self.note(
                f"{len(self.not_utf8)} of the lines held bytes that are not UTF-8, each read as"
                f" “\N{REPLACEMENT CHARACTER}”: line {named}"
            )
        counted = f"{self.sent_lines} texts, {self.unread} of them could not be read"
        if self.sent_lines and self.unread == self.sent_lines:
            raise NoLineRead(f"{self._clear}{counted}")
        if self._terminal or self.unread:
            self.note(counted)
