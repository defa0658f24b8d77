"""What notifications takes out by rule, the panel tells its readers by kind."""

from services.notifications.domain.redaction.rules import RULES
from services.panel.domain.bundles.replaced import KIND_OF, replaced_in_short


def test_every_rule_of_redaction_has_words_for_the_reader_of_a_bundle() -> None:
    assert set(RULES) == set(KIND_OF)


def test_replacements_are_told_by_kind_and_none_is_lost() -> None:
    said = replaced_in_short(
        {"date": 2, "misspelt_name": 1, "known_name": 3, "of_a_later_version": 1, "place": 0}
    )
    assert said == "names of the case 4, dates 2, other 1"
