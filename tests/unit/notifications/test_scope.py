"""What is reviewed here, and the rule that says so."""

from datetime import date

import pytest

from services.notifications.domain.scope import SCOPE_RULES, Answer, ScopeFacts, judge_scope

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
    ],
)
def test_scope(what: str, given: dict[str, object], answer: Answer, rule: str) -> None:
    decision = judge_scope(facts(**given))
    assert (decision.answer, decision.rule.id) == (answer, rule), what


def test_an_unattended_stillbirth_calls_for_a_joint_agency_response() -> None:
    assert judge_scope(facts(live_birth="no", attended_birth="no")).joint_agency_response
    assert not judge_scope(facts(live_birth="no", attended_birth="yes")).joint_agency_response


def test_every_rule_cites_its_source() -> None:
    assert all(rule.citation and rule.says for rule in SCOPE_RULES)
