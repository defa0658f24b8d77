"""The units in which a member of the panel works, as they are typed: one on a line."""

from shared.errors import Fault, Invalid

MOST_UNITS = 20
LONGEST = 120  # characters


def read_units(written: str) -> list[str]:
    """The units, each once, in the order written. Invalid names every fault at once."""
    lines = [" ".join(line.split()) for line in written.splitlines()]
    units = list(dict.fromkeys(line for line in lines if line))
    checks = (
        (len(units) > MOST_UNITS, f"Enter at most {MOST_UNITS} units"),
        (any(len(unit) > LONGEST for unit in units), f"A unit has at most {LONGEST} characters"),
        (any(not any(map(str.isalpha, unit)) for unit in units), "Write each unit by its name"),
    )
    if faults := [Fault("units", words) for wrong, words in checks if wrong]:
        raise Invalid(faults)
    return units
