"""The releases of the demonstration: one that is out, one that waits; none where it would give away."""

from datetime import timedelta
from typing import Any

import pytest

from deploy.seeding import releases as seeding
from services.theming.disclosure.released import WouldGiveAway
from services.theming.domain.two_people import Standing
from services.theming.queries.releases import releases

from .account_reader import fill
from .conftest import NOW, Filled, Theming

LATER = NOW + timedelta(days=20)  # what a release was counted from was known when it was prepared


def standings(theming: Theming) -> dict[str, Standing]:
    return {each.title: each.status for each in theming.look(releases, "cdr-manager")}


def test_one_is_out_and_one_waits_for_a_second_person(theming: Theming, filled: Filled) -> None:
    filled(theming, fill)
    for _ in range(2):  # a second seed adds nothing
        seeding.show_releases(theming.database, "The panel", LATER)
        assert sorted(standings(theming).values()) == [Standing.PUT_FORWARD, Standing.RELEASED]


def test_one_that_would_give_away_is_left_out_and_nothing_of_it_stays(
    theming: Theming, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise WouldGiveAway("These tables would say what is hidden.")

    filled(theming, fill)
    monkeypatch.setattr(seeding, "release_statistics", refuse)
    seeding.show_releases(theming.database, "The panel", LATER)
    assert list(standings(theming).values()) == [Standing.PUT_FORWARD]
    assert "Where children died" in next(iter(standings(theming)))
