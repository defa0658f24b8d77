"""What is loaded once is not looked through for garbage, and afterwards all else is as it was."""

import gc

import pytest

from shared.loading import loading


def test_what_is_loaded_is_not_looked_through_for_garbage_again() -> None:
    before = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() - before >= len(kept)


def test_a_failure_while_loading_leaves_the_search_for_garbage_on() -> None:
    with pytest.raises(ValueError, match="faulty"), loading():
        raise ValueError("faulty")
    assert gc.isenabled()
