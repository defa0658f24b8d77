"""What `make test` leaves to `make rehearse`, by what it needs: the suite is for every change, in minutes.

Both run before anything lands. A single test that is long by nature is marked where it stands
(``@pytest.mark.rehearsal``).
"""

import pytest

#: Parts of a test's path, by why they are long.
REHEARSED = {
    "a whole installation, started, upgraded, backed up, rebuilt or broken": (
        "integration/deploy/",
        "chaos/",
        "contract/test_the_released_version",
        "contract/test_a_migration_under",
    ),
    "a browser walks through it": ("journeys/",),
    "every route, query and form for everybody": ("integration/access/",),
}


def mark_rehearsals(items: list[pytest.Item]) -> None:
    parts = tuple(part for parts in REHEARSED.values() for part in parts)
    for item in items:
        if any(part in item.nodeid for part in parts):
            item.add_marker(pytest.mark.rehearsal)
