"""A theme to be hidden that the codebook does not have: what was meant instead."""

from difflib import get_close_matches

from services.theming.domain.themes.codebook import load_codebook

NEAREST, NEAR_ENOUGH = 3, 0.5
HOW = "write --without before each id; the ids are the names of the files in services/theming/nlp/codebook"


def unknown_theme(said: str) -> str:
    """Also of several ids in one word, "drowning,asthma", and of a label."""
    ids = list(load_codebook().themes)
    parts = [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
    nearest = list(dict.fromkeys(near for part in parts for near in _nearest(part, ids, len(parts))))
    if nearest and len(parts) > 1:
        return f"There is no theme “{said}” in the codebook. For several: {' '.join(map(_option, nearest))}"
    if nearest:
        return f"There is no theme “{said}” in the codebook. Nearest: {', '.join(nearest)}; {HOW}"
    return f"There is no theme “{said}” in the codebook; {HOW}"


def _option(theme: str) -> str:
    return f"--without {theme}"


def _nearest(said: str, ids: list[str], parts: int) -> list[str]:
    written = said.lower().replace(" ", "_").replace("-", "_")
    labels = {theme.label.lower(): theme.id for theme in load_codebook().themes.values()}
    if said.lower() in labels:
        return [labels[said.lower()]]
    if written in ids:
        return [written]
    begun = [each for each in ids if written in each]
    near = begun + get_close_matches(written, ids, NEAREST, NEAR_ENOUGH)
    return list(dict.fromkeys(near))[: 1 if parts > 1 else NEAREST]
