"""The words of a case by which it is compared with others."""

from collections.abc import Iterable, Sequence

from services.theming.discovery.words import FAMILY, terms, weight

Span = tuple[int, int]


def words_of(texts: Iterable[tuple[str, Sequence[Span]]]) -> dict[str, str]:
    """Terms (stems, and kinds of things) with the word that stood in the text, in the order of terms.

    Each text comes with the places where it speaks of something that is not so, or not of this child: those
    words are left out, and so is what every account of a child says.
    """
    found: dict[str, str] = {}
    for text, not_so in texts:
        for term, (start, end) in terms(_without(text, not_so)).items():
            if " " not in term and not term.startswith(FAMILY) and weight(term) > 0:
                found.setdefault(term, " ".join(text[start:end].lower().split()))
    return dict(sorted(found.items()))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with these stretches made unreadable; everything else stands where it stood."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text
