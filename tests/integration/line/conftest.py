"""The three services on one PostgreSQL, as the host puts them together, without threads: ``drain`` works."""

from collections.abc import Callable, Iterator

import pytest

from deploy.host import Installation, installation
from shared.settings import Settings
from tests.integration.line.canary_family import Story


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


@pytest.fixture(scope="module")
def whole(
    empty_database: Callable[[], str], parted_database: Callable[[str], dict[str, str]]
) -> Iterator[Installation]:
    """The product with its tables and keys."""
    urls = {
        key: url
        for name in ("notifications", "panel", "theming")
        for key, url in parted_database(name).items()
    }
    keys = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": f"first:{'b2' * 32}"}
    secret = "for tests only, and long enough to sign"
    settings = Settings(events_url=empty_database(), secret_key=secret, demo=True, **urls, **keys)
    with installation(settings) as made:
        made.migrate()
        yield made


@pytest.fixture(scope="module")
def story(whole: Installation) -> Story:
    told = Story(whole)
    for step in (told.documents_come, told.twin_is_a_case_too, told.agencies_answer, told.more_comes):
        step()
    told.office_decides()
    told.panel_decides()
    told.everything_is_sent()
    return told
