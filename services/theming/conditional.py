"""Answers that a program may keep: by its tag it learns, and nothing is counted, that an answer still holds.

A tag (RFC 9110, 8.8.3) says two things: of which question on which data it is, by which rules; and, after
the hyphen, what the answer was, so that two answers have one tag only if they are the same to the byte.
"""

from hashlib import sha256

from fastapi import Response

from services.theming.rules import OF_ANSWERS, rules_digest

VARY = "Accept, Authorization, Cookie"
ASK_FIRST = "private, no-cache"  # may be kept by who asked, and is asked for again before it is used


class Conditional:
    """``parts``: everything that the answer follows from, but the rules that this program is made of."""

    def __init__(self, if_none_match: str, *parts: str) -> None:
        self._sent = [_bare(tag) for tag in if_none_match.split(",")]
        self._question = _digest(repr((rules_digest(*OF_ANSWERS), *parts)).encode())[:32]

    @property
    def still_holds(self) -> bool:
        """Whether who asks has the answer already."""
        return bool(self._held())

    def not_modified(self) -> Response:
        headers = {"ETag": f'"{self._held()}"', "Cache-Control": ASK_FIRST, "Vary": VARY}
        return Response(status_code=304, headers=headers)

    def tagged(self, answer: Response, *, kept: bool = True) -> Response:
        """The answer with its tag; ``kept`` is False where no program should keep it at all."""
        tag = f"{self._question}-{_digest(bytes(answer.body))[:16]}"
        answer.headers.update({"ETag": f'"{tag}"', "Vary": VARY})
        if kept:
            answer.headers["Cache-Control"] = ASK_FIRST
        return answer

    def _held(self) -> str:
        return next((tag for tag in self._sent if tag.startswith(f"{self._question}-")), "")


def _bare(tag: str) -> str:
    """A tag of the header If-None-Match without its quotation marks; a proxy may have called it weak."""
    return tag.strip().removeprefix("W/").strip('"')


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
