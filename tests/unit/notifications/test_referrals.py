"""What the notification suggests about referring on, line by line."""

from datetime import date

import pytest

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.referrals.rules import REFERRAL_RULES, Suggests, rules_on


def suggested(rule_id: str, born: str = "2026-03-01", died: str = "2026-03-03", **values: object) -> Suggests:
    rule = next(rule for rule in REFERRAL_RULES if rule.id == rule_id)
    dates = {"child.date_of_birth": born, "death.died_at": died, "notified_at": died}
    return rule.suggests(Answers("A form", "1", dates | values))[0]


def weeks(number: int) -> dict[str, object]:
    return {"birth.gestation_weeks": str(number)}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (weeks(36), Suggests.NO),
        (weeks(37), Suggests.ASK),
        ({}, Suggests.ASK),
        (weeks(39) | {"death.events": ["congenital_anomaly"]}, Suggests.NO),
        (weeks(39) | {"died": "2026-03-08"}, Suggests.NO),
        (weeks(39) | {"died": "2026-03-07"}, Suggests.ASK),
    ],
)
def test_a_maternity_investigation_is_for_babies_born_at_term_who_die_in_the_first_week(
    given: dict[str, str], says: Suggests
) -> None:
    assert suggested("maternity_investigation", **given) is says


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (weeks(21), Suggests.NO),
        (weeks(22), Suggests.YES),
        (weeks(30) | {"died": "2026-03-28"}, Suggests.YES),
        (weeks(30) | {"died": "2026-03-29"}, Suggests.NO),
        (weeks(30) | {"died": "2026-05-29", "death.place_of_death": "neonatal_unit"}, Suggests.YES),
        ({}, Suggests.ASK),
    ],
)
def test_the_perinatal_review_is_from_22_weeks_to_28_days_and_later_in_a_neonatal_unit(
    given: dict[str, str], says: Suggests
) -> None:
    assert suggested("perinatal_review", **given) is says


def test_maltreatment_suggests_the_safeguarding_partners_and_silence_suggests_nothing() -> None:
    told = {"death.events": ["violence_or_maltreatment"]}
    assert suggested("safeguarding_partners", **told) is Suggests.YES
    assert suggested("safeguarding_partners") is Suggests.ASK


def test_a_looked_after_child_is_notifiable_and_a_product_is_told_to_those_who_watch_products() -> None:
    assert suggested("safeguarding_partners", **{"child.looked_after": "yes"}) is Suggests.YES
    assert suggested("safeguarding_partners", **{"child.looked_after": "no"}) is Suggests.ASK
    assert suggested("safeguarding_partners", **{"child.looked_after": "not_known"}) is Suggests.ASK
    injury = {"death.events": ["other_injury"]}
    assert suggested("product_hazard", **injury, **{"death.product_involved": "yes"}) is Suggests.YES
    assert suggested("product_hazard", **injury, **{"death.product_involved": "no"}) is Suggests.ASK


def test_lines_are_asked_of_the_deaths_of_their_time() -> None:
    def asked(day: date | None) -> set[str]:
        return {rule.id for rule in rules_on(day)}

    assert "medical_examiner_or_coroner" not in asked(date(2024, 9, 8))
    assert "medical_examiner_or_coroner" in asked(date(2024, 9, 9))
    assert "learning_disability_review" in asked(date(2023, 6, 30))
    assert "learning_disability_review" not in asked(date(2023, 7, 1))
    assert asked(None) == asked(date(2026, 1, 1))


def test_every_line_names_its_trigger_and_its_source() -> None:
    assert all(rule.trigger and rule.citation and rule.to for rule in REFERRAL_RULES)
    assert len({rule.id for rule in REFERRAL_RULES}) == len(REFERRAL_RULES)
