"""What is reviewed here, and the rule that says so."""

from datetime import date

import pytest

from services.notifications.domain.scope import SCOPE_RULES, Answer, ScopeFacts, ScopeRule, judge_scope

DIED = date(2026, 3, 10)


def facts(**given: object) -> ScopeFacts:
    return ScopeFacts(**{"born_on": date(2020, 1, 1), "died_on": DIED, "residence": "in_area", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "given", "answer", "rule"),
    [
        ("a resident child", {}, Answer.YES, "resident"),
        ("the day before the 18th birthday", {"born_on": date(2008, 3, 11)}, Answer.YES, "resident"),
        ("the 18th birthday", {"born_on": date(2008, 3, 10)}, Answer.NO, "adult"),
        (
            "29 February, on 28 February",
            {"born_on": date(2008, 2, 29), "died_on": date(2026, 2, 28)},
            Answer.YES,
            "resident",
        ),
        (
            "29 February, on 1 March",
            {"born_on": date(2008, 2, 29), "died_on": date(2026, 3, 1)},
            Answer.NO,
            "adult",
        ),
        ("a life of 40 minutes", {"born_on": DIED}, Answer.YES, "resident"),
        (
            "a stillbirth",
            {"born_on": None, "live_birth": "no", "attended_birth": "yes"},
            Answer.NO,
            "stillbirth",
        ),
        (
            "an unattended stillbirth",
            {"live_birth": "no", "attended_birth": "no"},
            Answer.NO,
            "unattended_stillbirth",
        ),
        ("a termination", {"termination": "yes", "born_on": DIED}, Answer.NO, "termination"),
        ("signs of life not known", {"live_birth": "not_known"}, Answer.ASK, "signs_of_life_not_known"),
        ("a child from elsewhere", {"residence": "elsewhere"}, Answer.ASK, "not_resident"),
        ("residence not known", {"residence": "not_known"}, Answer.ASK, "residence_not_known"),
        ("a resident abroad", {"died_abroad": "yes"}, Answer.YES, "resident_died_abroad"),
        (
            "31 January 2009",
            {"born_on": date(2005, 1, 1), "died_on": date(2009, 1, 31)},
            Answer.NO,
            "before_review_began",
        ),
        (
            "1 February 2009",
            {"born_on": date(2005, 1, 1), "died_on": date(2009, 2, 1)},
            Answer.YES,
            "resident",
        ),
        ("no date of birth", {"born_on": None}, Answer.ASK, "age_not_known"),
        (
            "a live birth at 21 weeks",
            {"born_on": DIED, "gestation_weeks": 21},
            Answer.YES,
            "live_birth_at_any_gestation",
        ),
        (
            "found dead, perhaps before the 18th birthday",
            {"born_on": date(2008, 3, 8), "died_from": date(2026, 3, 7)},
            Answer.ASK,
            "perhaps_adult",
        ),
        (
            "found dead, last seen on the 18th birthday",
            {"born_on": date(2008, 3, 7), "died_from": date(2026, 3, 7)},
            Answer.NO,
            "adult",
        ),
        (
            "found in 2009, last seen in 2008",
            {"born_on": date(2005, 1, 1), "died_on": date(2009, 3, 1), "died_from": date(2008, 12, 1)},
            Answer.ASK,
            "perhaps_before_review_began",
        ),
        ("an unattended termination", {"termination": "yes", "live_birth": "no"}, Answer.NO, "termination"),
    ],
)
def test_scope(what: str, given: dict[str, object], answer: Answer, rule: str) -> None:
    decision = judge_scope(facts(**given), on=DIED)
    assert (decision.answer, decision.rule.id) == (answer, rule), what


def test_an_unattended_stillbirth_calls_for_a_joint_agency_response() -> None:
    assert judge_scope(facts(live_birth="no", attended_birth="no"), on=DIED).joint_agency_response
    assert not judge_scope(facts(live_birth="no", attended_birth="yes"), on=DIED).joint_agency_response


def test_every_rule_cites_its_source() -> None:
    assert all(rule.citation and rule.says for rule in SCOPE_RULES)


def test_the_rule_of_the_day_of_the_death_is_taken_and_says_its_version() -> None:
    before = judge_scope(facts(died_on=date(2018, 6, 28), born_on=date(2010, 1, 1)), on=DIED)
    since = judge_scope(facts(died_on=date(2018, 6, 29), born_on=date(2010, 1, 1)), on=DIED)
    assert (before.rule.id, since.rule.id) == ("resident", "resident")
    assert "Regulations 2006" in before.rule.citation
    assert "section 16M(1)" in since.rule.citation
    assert before.version != since.version


def test_an_unattended_stillbirth_before_the_guidance_was_a_stillbirth() -> None:
    unattended = facts(live_birth="no", attended_birth="no", died_on=date(2015, 5, 1), born_on=None)
    assert judge_scope(unattended, on=DIED).rule.id == "stillbirth"


def test_a_later_version_of_a_rule_is_for_later_deaths_only() -> None:
    stricter = ScopeRule(
        "resident", Answer.ASK, "Ask.", "A later rule", lambda facts: True, "2030.1", date(2030, 1, 1)
    )
    rules = (stricter, *SCOPE_RULES)
    assert judge_scope(facts(), on=DIED, rules=rules).version == "2018.1"
    later = facts(died_on=date(2030, 1, 1), born_on=date(2029, 1, 1))
    assert judge_scope(later, on=DIED, rules=rules).version == "2030.1"


@pytest.mark.parametrize(
    "day", [date(2000, 1, 1), date(2009, 2, 1), date(2018, 6, 28), date(2018, 7, 1), DIED]
)
def test_on_every_day_some_rule_answers(day: date) -> None:
    assert judge_scope(ScopeFacts(), on=day).answer is Answer.ASK
