"""What the product refuses to do, in the words a user is shown.

    Refusal
    ├── Invalid            422  the input has faults; every one is named
    ├── NotSignedIn        401
    ├── NotPermitted       403
    │   └── OnlyLooking         the case is open to them by broken glass alone
    ├── NotFound           404
    ├── TooLarge           413
    ├── TooManyRequests    429
    └── Conflict           409  right in itself, but not as things stand
        ├── TransitionRefused   the state does not allow this step
        └── StaleVersion        somebody else has changed it since

A service's own refusals subclass these in its ``domain/refusals.py``. A refusal is
expected: it never becomes a 500, and its text never carries identifying detail.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field; ``field`` is the name the form or payload uses."""

    field: str
    message: str


class Refusal(Exception):
    """An expected "no", with an HTTP status, a short title and one plain sentence.

    ``headers`` go with the answer to a program.
    """

    status = 400
    title = "This cannot be done"

    def __init__(self, detail: str = "", *, title: str | None = None) -> None:
        super().__init__(detail or title or self.title)
        self.title = title or self.title
        self.detail = detail
        self.headers: dict[str, str] = {}


class Invalid(Refusal):
    """The input has faults. ``faults`` names every one of them, in the order of the form."""

    status = 422
    title = "There is a problem"

    def __init__(self, faults: Sequence[Fault], detail: str = "") -> None:
        super().__init__(detail or "; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


class NotSignedIn(Refusal):
    status = 401
    title = "Sign in to see this page"


class NotPermitted(Refusal):
    status = 403
    title = "You do not have permission to do this"


class OnlyLooking(NotPermitted):
    """Somebody acts on a case that is open to them by broken glass alone. It says no reference."""

    title = "You may look at this case, and not act on it"

    def __init__(self) -> None:
        super().__init__(
            "It is open to you because you broke the glass. Nothing was changed. Somebody who is named for"
            " the case can do this, or can name you for it. What is done to many cases at once you can do"
            " when you have closed this one again."
        )


class NotFound(Refusal):
    status = 404
    title = "Page not found"


class TooLarge(Refusal):
    status = 413
    title = "What you sent is too large"


class TooManyRequests(Refusal):
    status = 429
    title = "Too many requests"


class Conflict(Refusal):
    status = 409
    title = "This cannot be done as things stand"


class TransitionRefused(Conflict):
    title = "This step is not possible now"


class StaleVersion(Conflict):
    title = "Somebody else has changed this since you opened it"
