"""Letters that look alike on paper: a word and its misreading have the same shape."""

_ALIKE = str.maketrans({"1": "l", "|": "l", "i": "l", "0": "o", "5": "s", "8": "b", "3": "e", "6": "g"})


def shape_of_letters(word: str) -> str:
    """One spelling for all that look the same: "mihae1a" and "mihaela" give "mlhaela"."""
    return word.translate(_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")
