"""Pages made from texts once, kept by the digest of the text: what a digest names can never change."""

from services.panel.kept import Kept

Paragraphs = tuple[tuple[str, ...], ...]
MOST_CHARACTERS = 20_000_000  # in one process: about 50 bundles of 150 pages


def _characters(pages: Paragraphs) -> int:
    return sum(len(block) for page in pages for block in page)


KEPT_PAGES: Kept[Paragraphs] = Kept(MOST_CHARACTERS, _characters)
