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
        "contract/test_event_logs",
    ),
    "the three services together, with the whole story of a case": ("integration/line/",),
    "a browser walks through it": ("journeys/",),
    "a real Keycloak, a Kafka that asks who comes, a server that dies": (
        "web/test_keycloak",
        "shared/test_kafka_signing_in",
        "shared/test_embedded_postgres",
    ),
    "every route, query, form and tampering, for everybody": (
        "integration/access/",
        "panel/test_rights",
        "auditing/test_tampering",
        "notifications/test_fuzzed_forms",
    ),
    "reports made whole, printed and made again": ("theming/test_report",),
    "hundreds of releases attacked by linear programs (a few are in the suite)": (
        "unit/theming/test_release_ledger",
        "unit/theming/test_suppress_command_attacked",
        "unit/theming/test_hard_releases",
        "unit/theming/test_pushing",
    ),
    "the largest and oddest of the narratives kept for figures": (
        "read_well_enough[reported_many]",
        "read_well_enough[reported_hard]",
        "read_well_enough[reported_later]",
    ),
}


def mark_rehearsals(items: list[pytest.Item]) -> None:
    parts = tuple(part for parts in REHEARSED.values() for part in parts)
    for item in items:
        if any(part in item.nodeid for part in parts):
            item.add_marker(pytest.mark.rehearsal)
