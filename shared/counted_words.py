"""How a number of things is written for a person, on a page, in a letter or in a file."""


def counted(number: int, unit: str) -> str:
    """How many, with the word for them: "1 day", "2 days"."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
