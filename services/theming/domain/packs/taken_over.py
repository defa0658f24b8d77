"""What a pack takes over word for word from reviews is held to the wording of what people write in it."""

from services.theming.domain.packs.wording import wording_faults


def held_back(text: str, rests_on: int) -> tuple[str, ...]:
    """Why these words are not for everybody, each reason once. ``rests_on``: the reviews that say them."""
    return tuple(dict.fromkeys(fault.says for fault in wording_faults(text, rests_on=rests_on)))
