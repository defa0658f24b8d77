"""What a road is called and what is only a road: "sea road" tells, "main road" does not."""

_ROADS = frozenset({"street", "road", "lane", "avenue", "drive", "crescent", "terrace"})
# What stands before a road that is not named by it.
_ANY_ROAD = frozenset(
    [
        *("the", "a", "this", "that", "same", "next", "main", "high", "back", "side", "front", "busy"),
        *("quiet", "country", "narrow", "private", "slip", "ring", "trunk", "access", "old", "new", "dirt"),
        *("wet", "icy", "long", "short", "small", "straight", "dual", "single", "fast", "slow", "bus"),
        *("cycle", "left", "right", "middle", "inside", "outside", "hard", "across", "open", "test"),
        *("village", "rural", "family"),
    ]
)


def is_road(first: str, last: str) -> bool:
    """Whether two folded words name a road, so that no capital letter is needed to show it."""
    return last in _ROADS and first not in _ANY_ROAD
