"""A message on its way: where it stands, how often it was tried, and what is kept of it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.errors import TransitionRefused
from shared.messages.message_texts import MessageText, text_of_version


class MessageState(StrEnum):
    """ "sending" is claimed by one worker; it is claimed anew only after CLAIMED_FOR."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


M = MessageState
MESSAGE_TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    M.QUEUED: frozenset({M.SENDING}),
    M.SENDING: frozenset({M.SENDING, M.SENT, M.QUEUED, M.FAILED}),
    M.FAILED: frozenset({M.QUEUED}),
    M.SENT: frozenset(),
}
MESSAGE_LABELS: dict[MessageState, str] = {
    M.QUEUED: "Waiting to be sent",
    M.SENDING: "Being sent",
    M.SENT: "Sent",
    M.FAILED: "Could not be sent",
}
CLAIMED_FOR = timedelta(minutes=10)  # longer than any time limit of a mail server's connection
# Waits after the first, second, ... failure; after the last of them a person decides.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))
_SECRET_END = re.compile(r"(?<=/)([\w.~-]{6})[\w.~-]{18,}(?=$|[?#])")


class MessageTransitionRefused(TransitionRefused):
    def __init__(self, was: MessageState) -> None:
        super().__init__(f"The message is '{MESSAGE_LABELS[was].lower()}', so this cannot be done.")


@dataclass
class Message:
    """`subject` and `body` are filled when it has been sent, as it was sent; until then it is what
    `text` gives. `about` is the id of the thing it is about, never a case reference. An invitation has
    `starts_at`, when the meeting begins, and `calendar`, the calendar entry that goes with it.
    """

    message_id: str
    kind: str
    version: str
    recipient: str
    link: str
    due_on: date | None
    about: str
    created_at: datetime
    next_try_at: datetime | None
    state: MessageState = MessageState.QUEUED
    attempts: int = 0
    subject: str = ""
    body: str = ""
    failure: str = ""
    provider_reference: str = ""
    sent_at: datetime | None = None
    starts_at: datetime | None = None
    calendar: str = ""

    @property
    def words(self) -> MessageText:
        return text_of_version(self.kind, self.version)

    def text(self, office: str) -> tuple[str, str]:
        """Subject and body: as they were sent, or as they would be."""
        if self.body:
            return self.subject, self.body
        return self.words.filled(office=office, link=self.link, due_on=self.due_on, starts_at=self.starts_at)

    def claim(self, *, at: datetime) -> None:
        """One worker takes it; if that worker dies, it is free again after CLAIMED_FOR."""
        self._move(MessageState.SENDING)
        self.attempts += 1
        self.next_try_at = at + CLAIMED_FOR

    def succeed(self, *, at: datetime, reference: str, office: str) -> None:
        """It was handed over. The text is kept; of the link, which opens a form without an account, only
        as much as tells one from another.
        """
        subject, body = self.text(office)
        body = body.replace(self.link, shortened(self.link)) if self.link else body
        self._move(MessageState.SENT)
        self.sent_at, self.provider_reference, self.next_try_at = at, reference, None
        self.subject, self.body = (
            subject,
            body.replace(self.link, shortened(self.link)) if self.link else body,
        )
        self.link, self.failure = shortened(self.link), ""

    def fail(self, *, at: datetime, why: str, for_good: bool) -> None:
        """It was not handed over: it waits for its next try, or a person decides."""
        wait = None if for_good or self.attempts > len(WAITS) else WAITS[self.attempts - 1]
        self._move(MessageState.QUEUED if wait else MessageState.FAILED)
        self.failure, self.next_try_at = why, at + wait if wait else None

    def try_again(self, *, at: datetime) -> None:
        """A person has looked into it. Raises MessageTransitionRefused unless it had failed."""
        if self.state is not MessageState.FAILED:
            raise MessageTransitionRefused(self.state)
        self._move(MessageState.QUEUED)
        self.attempts, self.next_try_at = 0, at

    def _move(self, state: MessageState) -> None:
        if state not in MESSAGE_TRANSITIONS[self.state]:
            raise MessageTransitionRefused(self.state)
        self.state = state


def shortened(link: str) -> str:
    """The link without its secret: the last part keeps six characters."""
    return _SECRET_END.sub(r"\1…", link)
