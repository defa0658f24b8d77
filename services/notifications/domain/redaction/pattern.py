"""One pattern of an identifier that shows by its form."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """`on`: "folded" or "source" (where capitals matter). Group 1, if the pattern has one, is what is
    replaced. `near`: what must stand close by for the pattern to be looked for at all, of those that
    `nearness` knows; with `opens`, the
    words one of which it begins with, it is tried at those words only. `least`: figures it has at least.
    """

    rule: str
    replacement: str
    expression: re.Pattern[str]
    accept: Callable[[str], bool] = lambda _: True
    on: str = "folded"
    near: str = "number"
    opens: str = ""
    least: int = 0
