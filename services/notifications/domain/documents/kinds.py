"""Which documents are taken, how each is recognised by its first bytes, and why others are not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentKind:
    """``suffix`` and ``media_type`` are what it leaves with, whatever its sender said."""

    id: str
    label: str
    suffix: str
    media_type: str
    begins_with: tuple[bytes, ...]


@dataclass(frozen=True)
class NotTaken:
    """``holds`` stands at ``at`` in the first bytes."""

    holds: bytes
    at: int
    says: str


KINDS: dict[str, DocumentKind] = {
    kind.id: kind
    for kind in (
        DocumentKind("pdf", "PDF", ".pdf", "application/pdf", (b"%PDF-",)),
        DocumentKind(
            "docx",
            "Word document",
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (b"PK\x03\x04",),
        ),
        DocumentKind("png", "Picture (PNG)", ".png", "image/png", (b"\x89PNG\r\n\x1a\n",)),
        DocumentKind("jpeg", "Picture (JPEG)", ".jpg", "image/jpeg", (b"\xff\xd8\xff",)),
        DocumentKind("tiff", "Scan (TIFF)", ".tif", "image/tiff", (b"II*\x00", b"MM\x00*")),
    )
}
ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg,.tif,.tiff"
PICTURES = frozenset({"png", "jpeg", "tiff"})
TAKEN = "PDF, Word (.docx), PNG, JPEG or TIFF"
_PHOTO = "This photo is in a format (HEIC) that not everybody can open. Save it as JPEG, or make a PDF of it"
_OLD_WORD = "This is an old Word, Excel or e-mail file, which may hold programs. Save it as PDF or .docx"
# Recognised so that the refusal can say what to do. Source: the formats' own descriptions.
NOT_TAKEN: tuple[NotTaken, ...] = (
    NotTaken(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, _OLD_WORD),
    NotTaken(b"ftypheic", 4, _PHOTO),
    NotTaken(b"ftypheix", 4, _PHOTO),
    NotTaken(b"ftyphevc", 4, _PHOTO),
    NotTaken(b"ftypmif1", 4, _PHOTO),
    NotTaken(b"ftypavif", 4, _PHOTO),
    NotTaken(b"MZ", 0, "This is a program, not a document"),
    NotTaken(b"\x7fELF", 0, "This is a program, not a document"),
    NotTaken(b"{\\rtf", 0, "This is a rich text file, which may hold other files. Save it as PDF or .docx"),
    NotTaken(b"GIF8", 0, "This is a GIF picture. Save it as PNG or JPEG"),
    NotTaken(b"RIFF", 0, "This is sound, film or a picture of another format. Save a picture as PNG or JPEG"),
)


def kind_of(content: bytes) -> DocumentKind | None:
    """The kind its first bytes say; None for anything else."""
    return next((kind for kind in KINDS.values() if content.startswith(kind.begins_with)), None)


def why_not_taken(content: bytes) -> str:
    """What is said of a file of no kind that is taken."""
    for other in NOT_TAKEN:
        if content[other.at : other.at + len(other.holds)] == other.holds:
            return other.says
    return f"This is not a document of a kind that can be taken: {TAKEN}"
