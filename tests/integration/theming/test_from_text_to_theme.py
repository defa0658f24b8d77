"""Texts come in by event, themes are proposed with their sentences, a person decides."""

from datetime import date

import pytest
from sqlalchemy import text

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.themes.theme_confirmation import ThemeStatus
from services.theming.queries import cases
from shared.errors import Invalid, NotFound, NotPermitted, TransitionRefused

from .conftest import CASE, SLEEP_STORY, Theming, material, notified, reviewed

ASTHMA = {"case": CASE, "theme": "asthma"}


@pytest.fixture
def themed(theming: Theming) -> Theming:
    theming.tell(notified(), material(), reviewed())
    theming.read_texts()
    return theming


def standing(theming: Theming, theme: str = "asthma") -> ThemeStatus | None:
    found = theming.look(lambda tx: cases.themes_of(tx, CASE)).get(theme)
    return found.status if found else None


def audited(theming: Theming, action: str) -> list[tuple[str, str | None, str]]:
    with theming.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT person_id, case_reference, subject FROM audit_entry WHERE action = :action"),
            {"action": action},
        )
        return [tuple(row) for row in rows]


def test_a_theme_is_proposed_with_the_very_words_of_the_text(themed: Theming) -> None:
    texts = {each.id: each.text for each in themed.look(lambda tx: cases.texts_of(tx, CASE))}
    mentions = [m for m in themed.look(lambda tx: cases.mentions_of(tx, CASE)) if m.theme == "asthma"]
    assert standing(themed) is ThemeStatus.PROPOSED
    words = [texts[m.text_id][m.start : m.end].lower() for m in mentions]
    assert words
    assert all("asthma" in said for said in words)


def test_a_negated_mention_is_kept_and_is_no_proposal(theming: Theming) -> None:
    theming.tell(notified(), material(text="There was no co-sleeping. The parents do not smoke."))
    theming.read_texts()
    assert theming.look(lambda tx: cases.themes_of(tx, CASE)) == {}
    kept = {(m.theme, m.assertion) for m in theming.look(lambda tx: cases.mentions_of(tx, CASE))}
    assert ("unsafe_sleep_surface", "negated") in kept


def test_a_confirmation_says_who_and_when(themed: Theming) -> None:
    themed.act("cdr-manager", confirm_theme, **ASTHMA)
    found = themed.look(lambda tx: cases.themes_of(tx, CASE))["asthma"]
    assert (found.status, found.decided_by, found.decided_at) == (
        ThemeStatus.CONFIRMED,
        "cdr-manager",
        themed.at,
    )
    assert audited(themed, "confirm_theme") == [("cdr-manager", CASE, "asthma")]


def test_a_rejected_theme_does_not_come_back_when_the_text_is_read_again(themed: Theming) -> None:
    themed.act("cdr-manager", reject_theme, **ASTHMA, reason="The attack was a year before")
    themed.tell(material(version=2, text="Acute asthma again, and burns from a house fire."))
    themed.read_texts()
    assert standing(themed) is ThemeStatus.REJECTED
    assert standing(themed, "fire_burns") is ThemeStatus.PROPOSED


def test_a_confirmed_theme_stays_when_the_text_that_showed_it_changes(themed: Theming) -> None:
    themed.act("cdr-manager", confirm_theme, **ASTHMA)
    themed.tell(material(version=2, text="Nothing."), reviewed(review_version=2, summary="Nothing."))
    themed.read_texts()
    assert standing(themed) is ThemeStatus.CONFIRMED


def test_an_undecided_proposal_lapses_with_its_text_and_returns_with_it(themed: Theming) -> None:
    themed.tell(material(version=2, text="Nothing."), reviewed(review_version=2, summary="Nothing."))
    themed.read_texts()
    assert standing(themed) is ThemeStatus.LAPSED
    themed.tell(material(version=3))
    themed.read_texts()
    assert standing(themed) is ThemeStatus.PROPOSED


def test_a_decision_can_be_changed_but_not_taken_twice(themed: Theming) -> None:
    themed.act("cdop-administrator", confirm_theme, **ASTHMA)
    with pytest.raises(TransitionRefused):
        themed.act("cdr-manager", confirm_theme, **ASTHMA)
    themed.act("cdr-manager", reject_theme, **ASTHMA)
    assert standing(themed) is ThemeStatus.REJECTED


def test_a_theme_can_be_added_by_hand_with_a_reason(themed: Theming) -> None:
    added = {
        "case": CASE,
        "theme": "cord_strangulation",
        "reason": "The photographs show a looped blind cord",
    }
    themed.act("cdr-manager", add_theme, **added)
    found = themed.look(lambda tx: cases.themes_of(tx, CASE))["cord_strangulation"]
    assert found.by_hand
    assert found.status is ThemeStatus.CONFIRMED


def test_every_fault_of_a_theme_by_hand_is_named_at_once(themed: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        themed.act("cdr-manager", add_theme, case=CASE, theme="bad luck", reason="")
    assert [fault.field for fault in refused.value.faults] == ["theme", "reason"]


def test_a_reason_that_shows_an_identifier_is_refused(themed: Theming) -> None:
    with pytest.raises(Invalid):
        themed.act("cdr-manager", reject_theme, **ASTHMA, reason="See NHS number 999 000 0018")
    assert standing(themed) is ThemeStatus.PROPOSED


def test_only_what_was_proposed_can_be_decided(themed: Theming) -> None:
    with pytest.raises(NotFound):
        themed.act("cdr-manager", confirm_theme, case=CASE, theme="drowning")


@pytest.mark.parametrize("person", ["public-health-analyst", "panel-chair", "panel-member", "auditor"])
def test_nobody_else_reads_a_case_or_decides_a_theme(themed: Theming, person: str) -> None:
    for refused in (
        lambda tx: cases.texts_of(tx, CASE),
        lambda tx: cases.mentions_of(tx, CASE),
        lambda tx: cases.queue(tx, only="", limit=10, offset=0),
        lambda tx: confirm_theme(tx, **ASTHMA),
        lambda tx: reject_theme(tx, **ASTHMA),
    ):
        with pytest.raises(NotPermitted):
            themed.act(person, refused)


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("Her NHS number is 999 000 0018.", "NHS number"),
        ("They live at LE1 5WW.", "postcode"),
        ("He was born on 3 March 2026.", "exact date"),
        ("Ring 0116 496 0000.", "telephone number"),
    ],
)
def test_a_text_that_still_identifies_is_set_aside_and_not_kept(
    theming: Theming, story: str, kind: str
) -> None:
    theming.tell(notified(), material(text=f"Acute asthma. {story}"))
    theming.read_texts()
    (aside,) = theming.look(cases.texts_set_aside)
    assert kind in aside.because
    assert [each.text for each in theming.look(lambda tx: cases.texts_of(tx, CASE))] == [""]
    assert standing(theming) is None


FIRE = "There was a house fire."


@pytest.fixture
def no_fires(theming: Theming) -> Theming:
    """Reading a text about a fire fails: its mentions cannot be kept."""
    _change(theming, "ALTER TABLE theme_mention ADD CONSTRAINT no_fires CHECK (theme <> 'fire_burns')")
    return theming


def _change(theming: Theming, statement: str) -> None:
    with theming.database.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_text_that_cannot_be_read_is_listed_and_stops_no_other(no_fires: Theming) -> None:
    no_fires.tell(notified(), material(text=FIRE), reviewed())
    no_fires.read_texts()
    (aside,) = no_fires.look(cases.texts_set_aside)
    assert (aside.case_reference, aside.because) == (CASE, cases.NOT_READ)
    assert standing(no_fires) is ThemeStatus.PROPOSED
    assert audited(no_fires, "set_text_aside") == [("system", CASE, "")]
    assert no_fires.look(cases.waiting_to_be_read) == 0


def test_a_text_that_cannot_be_read_any_more_shows_no_theme(themed: Theming) -> None:
    _change(themed, "ALTER TABLE theme_mention ADD CONSTRAINT no_asthma CHECK (theme <> 'asthma') NOT VALID")
    _change(themed, "UPDATE case_text SET themed_by = 'rules-1+codebook-of-before'")
    themed.read_texts()
    assert standing(themed) is ThemeStatus.LAPSED
    assert themed.look(lambda tx: cases.mentions_of(tx, CASE)) == []


def test_a_text_that_could_not_be_read_is_read_again_with_the_next_codebook(no_fires: Theming) -> None:
    no_fires.tell(notified(), material(text=FIRE))
    no_fires.read_texts()
    _change(no_fires, "ALTER TABLE theme_mention DROP CONSTRAINT no_fires")
    no_fires.read_texts()
    assert standing(no_fires, "fire_burns") is None
    _change(no_fires, "UPDATE case_text SET themed_by = 'rules-1+codebook-of-before'")
    no_fires.read_texts()
    assert no_fires.look(cases.texts_set_aside) == []
    assert standing(no_fires, "fire_burns") is ThemeStatus.PROPOSED


def test_a_corrected_text_takes_the_place_of_the_one_set_aside(theming: Theming) -> None:
    theming.tell(notified(), material(text="Born on 3 March 2026. Acute asthma."), material(version=2))
    theming.read_texts()
    assert theming.look(cases.texts_set_aside) == []
    assert standing(theming) is ThemeStatus.PROPOSED


def test_an_older_version_that_comes_late_changes_nothing(theming: Theming) -> None:
    theming.tell(notified(), material(version=2, text=SLEEP_STORY), material(version=1))
    theming.read_texts()
    assert standing(theming) is None
    assert standing(theming, "unsafe_sleep_surface") is ThemeStatus.PROPOSED


def test_long_material_is_read_part_by_part(theming: Theming) -> None:
    parts = [
        material(text=story, part=number, parts=2)
        for number, story in ((1, "Acute asthma."), (2, SLEEP_STORY))
    ]
    theming.tell(notified(), *parts)
    theming.read_texts()
    assert standing(theming) is standing(theming, "unsafe_sleep_surface") is ThemeStatus.PROPOSED


def test_a_review_may_arrive_before_its_notification(theming: Theming) -> None:
    theming.tell(reviewed(), notified())
    facts = theming.look(lambda tx: cases.facts_of(tx, CASE))
    assert (facts.area, facts.category) == ("Leicester", 5)


def test_a_reopened_review_stays_in_the_period_of_its_first_completion(themed: Theming) -> None:
    themed.tell(reviewed(review_version=2, on=date(2026, 11, 2), category=3))
    facts = themed.look(lambda tx: cases.facts_of(tx, CASE))
    assert (facts.reviewed_on, facts.category) == (date(2026, 8, 12), 3)
