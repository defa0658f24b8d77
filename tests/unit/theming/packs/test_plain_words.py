"""The pack for everybody is in words that everybody knows, and none of its rows is dead."""

import re
import tomllib
from datetime import date
from pathlib import Path

from services.theming.domain.packs import plain_words
from services.theming.domain.packs.contents import IN_WORDS
from services.theming.domain.packs.plain_words import plain_definition, plain_label
from services.theming.domain.packs.wording import wording_faults
from services.theming.domain.signals.series import watched_series
from services.theming.domain.themes.codebook import load_codebook
from services.theming.packs.gathering import POLICY
from services.theming.publishing import KNOWN
from shared.disclosure.policies import policy_on

JARGON = re.compile(
    r"SIDS|SUDC|SUDEP|BMI|modifiab|consanguin|ascertain|asphyxia|perinatal|neonatal|congenital|antenatal|preterm"
    r"|prone\b|escalat|coordinate|ketoacid|hypertension|palliative|malignan|metabolic disorder|\d-\d|misuse",
    re.IGNORECASE,
)
TABLES = ("theme_group", "age_band", "modifiability")


def labels() -> list[str]:
    """Every theme, signal, head and row that a pack can print."""
    codebook = load_codebook()
    signals = (each.label.lstrip("0123456789 ") for each in watched_series(codebook).values())
    rows = (row for name in TABLES for row in (KNOWN[name].label, *KNOWN[name].values.values()))
    return [*(each.label for each in codebook.themes.values()), *signals, *rows]


def test_no_label_or_definition_is_in_words_of_the_trade() -> None:
    said = [plain_label(each) for each in labels()]
    said += [plain_definition(each.definition) for each in load_codebook().themes.values()]
    assert [each for each in said if JARGON.search(each)] == []


def test_every_row_stands_for_words_that_a_pack_can_meet() -> None:
    rows = tomllib.loads(Path(plain_words.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    assert set(rows["labels"]) <= set(labels())
    definitions = {each.definition for each in load_codebook().themes.values()}
    rule = policy_on(POLICY, date(2026, 11, 23)).rule
    as_older_packs_say = rule.replace(", unless it covers for others", "")
    assert set(rows["definitions"]) <= definitions | {rule, as_older_packs_say}


def test_what_has_no_row_is_printed_as_it_stands() -> None:
    assert plain_label("Trampoline") == "Trampoline"
    assert plain_definition("The child fell from a trampoline.") == "The child fell from a trampoline."


def test_a_hidden_number_is_not_called_small() -> None:
    assert "small" not in IN_WORDS["suppressed"]


def test_a_list_of_themes_breaks_no_rule_of_wording() -> None:
    for theme in load_codebook().themes.values():
        label = plain_label(theme.label)
        said = f"What several reviews have in common: {label[:1].lower()}{label[1:]}; other things."
        assert wording_faults(said, rests_on=5) == []
