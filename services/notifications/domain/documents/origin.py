"""Who sent a document and by which way: what decides whether they may, and whose document it is."""

from dataclasses import dataclass

from shared.people import Permission

# By the way a document comes: what its sender must be permitted.
NEEDED = {
    "receipt": Permission.SUBMIT_NOTIFICATION,
    "question": Permission.SUBMIT_NOTIFICATION,
    "respond": Permission.ANSWER_REQUEST,
    "office": Permission.GATHER_INFORMATION,
}


@dataclass(frozen=True)
class Origin:
    """``through``: a key of NEEDED; ``role``: of the professional it comes from; ``source_id`` and
    ``request_id`` where it belongs to a request for a reporting form.
    """

    case: str
    through: str
    role: str
    source_id: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class SentFile:
    """What a browser sent: ``name`` is what its sender calls it and proves nothing."""

    name: str
    content: bytes
