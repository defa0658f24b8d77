"""Pages made from texts once, kept by the digest of the text: what a digest names can never change.

Who asks has been let in to the case before: a digest is known only to who has read what it names.
"""

from collections import OrderedDict
from threading import Lock

Paragraphs = tuple[tuple[str, ...], ...]
MOST_CHARACTERS = 20_000_000  # in one process: about 50 bundles of 150 pages


class KeptPages:
    """The pages used last, up to ``most`` characters altogether."""

    def __init__(self, most: int) -> None:
        self._pages: OrderedDict[str, Paragraphs] = OrderedDict()
        self._lock = Lock()
        self._most, self._held = most, 0

    def get(self, digest: str) -> Paragraphs | None:
        with self._lock:
            if digest in self._pages:
                self._pages.move_to_end(digest)
            return self._pages.get(digest)

    def keep(self, digest: str, pages: Paragraphs) -> None:
        """Keep them, and let go of those used longest ago where they are too many."""
        with self._lock:
            if digest not in self._pages:
                self._held += _characters(pages)
            self._pages[digest] = pages
            while self._held > self._most and len(self._pages) > 1:
                _, gone = self._pages.popitem(last=False)
                self._held -= _characters(gone)


def _characters(pages: Paragraphs) -> int:
    return sum(len(block) for page in pages for block in page)


KEPT_PAGES = KeptPages(MOST_CHARACTERS)
