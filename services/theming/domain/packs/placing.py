"""Where a line of agreed learning stands in a pack: once, under the theme that its own words speak of.

A review has several themes, and what it taught is about one of them or about none: under each of them a line
on the heart trace would stand under tobacco smoke.
"""

from collections.abc import Collection, Sequence

#: Nothing says to which theme of its reviews the line belongs.
AMONG_SEVERAL = "among-several"


def place_of(
    spoken_of: Collection[str], of_reviews: Sequence[Collection[str]], with_part: Sequence[str]
) -> str:
    """A theme with a part of its own in the pack, or AMONG_SEVERAL.

    ``spoken_of``: the themes whose words the line has; ``of_reviews``: the themes of each review in which
    it was agreed; ``with_part``: the themes that have a part, in the order of the pack. Where no words speak
    of a theme, it is the only one that all its reviews share.
    """
    meant = set(spoken_of) & set().union(*of_reviews)
    if not meant:
        shared = set(of_reviews[0]).intersection(*of_reviews[1:]) if of_reviews else set()
        meant = shared if len(shared) == 1 else set()
    return next((theme for theme in with_part if theme in meant), AMONG_SEVERAL)
