"""What is refused about documents, in plain words that repeat nothing of them."""

from services.notifications.domain.documents.limits import LIMITS
from shared.errors import Conflict, Fault, Invalid

FIELD = "documents"


class DocumentNotTaken(Invalid):
    """A document is of a wrong kind, too large, damaged, or could do more than be read."""

    title = "This document cannot be taken"

    def __init__(self, says: str) -> None:
        super().__init__([Fault(FIELD, says)])
        self.says = says


class DocumentsNotKept(Conflict):
    title = "Documents cannot be sent here"

    def __init__(self) -> None:
        super().__init__("This office takes no documents on this page. Telephone it to agree another way.")


class DocumentNotReadable(Conflict):
    title = "This document cannot be opened"

    def __init__(self) -> None:
        super().__init__(
            "It was sealed with a key that is not here any more, or was altered. Ask whoever looks after "
            "the installation for the earlier document keys."
        )


class TextAlreadyTaken(Conflict):
    title = "This document is among the case's texts already"

    def __init__(self) -> None:
        super().__init__("Its text, or its description, waits to be confirmed or has been confirmed.")


def refuse_size(size: int) -> None:
    """Raises DocumentNotTaken for more bytes than a document may have."""
    if size > LIMITS.most_bytes:
        most = f"{LIMITS.most_bytes / 1_000_000:g} MB"
        raise DocumentNotTaken(f"It is larger than {most}. Send it in parts, or as a smaller scan")


def refuse_pages(pages: int) -> None:
    """Raises DocumentNotTaken for more pages than a document may have."""
    if pages > LIMITS.most_pages:
        raise DocumentNotTaken(f"It has more than {LIMITS.most_pages} pages. Send it in parts")
