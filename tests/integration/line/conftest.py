"""The three services on one PostgreSQL, as the host puts them together, without threads: ``drain`` works."""

from collections.abc import Callable, Iterator

import pytest

from deploy.host import Installation, installation
from shared.settings import Settings


@pytest.fixture(scope="module")
def place(
    empty_database: Callable[[], str], parted_database: Callable[[str], dict[str, str]]
) -> Iterator[Installation]:
    """An installation with migrated, empty databases."""
    settings = Settings(
        **parted_database("notifications"),
        **parted_database("panel"),
        **parted_database("theming"),
        events_url=empty_database(),
        secret_key="for tests only, and long enough to sign",
        demo=True,
    )
    with installation(settings) as made:
        made.migrate()
        yield made
