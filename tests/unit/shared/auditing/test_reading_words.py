"""What was read, in words."""

from pathlib import Path

import pytest

from shared.auditing.reading.words import KINDS, Read, name_read, what_was_read, words_in, words_of

WORDS = {"case": Read("The page of the case", "case"), "view_case": Read("The page of the case", "case")}


def test_a_page_that_the_edge_noted_is_called_what_the_page_is_called() -> None:
    assert name_read("opened_page", "case") == "case"
    assert what_was_read(WORDS, "opened_page", "case", True).says == "The page of the case"


def test_the_subject_of_another_reading_is_no_page() -> None:
    assert name_read("view_case", "case") == "view_case"


def test_what_has_no_words_any_more_is_called_by_its_name() -> None:
    assert what_was_read(WORDS, "read_old_thing", "", True) == Read("Read old thing", "case")
    assert what_was_read(WORDS, "opened_page", "old-list", False) == Read("Old list", "other")


def test_a_kind_that_is_none_and_a_name_of_two_kinds_are_faults(tmp_path: Path) -> None:
    strange = tmp_path / "strange.toml"
    strange.write_text('[gossip]\ncase = "The case"\n')
    with pytest.raises(ValueError, match="no kind of reading: gossip"):
        words_in(strange)
    strange.write_text('[case]\ncase = "The case"\n[list]\ncase = "The case"\n')
    with pytest.raises(ValueError, match="of two kinds: case"):
        words_in(strange)


def test_a_service_without_words_of_its_own_has_those_of_all(tmp_path: Path) -> None:
    assert words_of(tmp_path)["audit"].kind == "audit"


def test_every_kind_has_words() -> None:
    assert all(KINDS.values())
