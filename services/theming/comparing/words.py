"""The words of a case by which it is compared with others."""

from collections.abc import Iterable

from services.theming.discovery.words import FAMILY, terms, weight


def words_of(texts: Iterable[str]) -> dict[str, str]:
    """Terms (stems, and kinds of things) with the word that stood in the text, in the order of terms.

    What every account of a child says is left out.
    """
    found: dict[str, str] = {}
    for text in texts:
        for term, (start, end) in terms(text).items():
            if " " not in term and not term.startswith(FAMILY) and weight(term) > 0:
                found.setdefault(term, " ".join(text[start:end].lower().split()))
    return dict(sorted(found.items()))
