"""Rules of intake: a transfer's receipt, the list of panels, what counts as a correction, a link's life."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake.corrections import changed_names, corrected
from services.notifications.domain.intake.notify_links import PURPOSE, NotifyLinkSpent, new_notify_link
from services.notifications.domain.intake.panels import neighbouring_panels
from services.notifications.domain.intake.signed_links import link_id_of, token_for
from services.notifications.domain.intake.transfers import new_transfer
from shared.errors import Invalid

FRIDAY = datetime(2026, 6, 12, 10, 30, tzinfo=UTC)
KEY = "a key for tests alone"


def a_transfer(times_before: int = 0):  # type: ignore[no-untyped-def]
    return new_transfer(
        transfer_id="t1",
        case="LLR-2026-0107",
        times_before=times_before,
        panel="derbyshire",
        panel_name="Derby",
        reason="Lived there",
        email="",
        key=KEY,
        by="Morgan",
        at=FRIDAY,
    )


def test_a_transfer_is_asked_about_after_two_working_days_and_not_over_a_weekend() -> None:
    transfer = a_transfer(times_before=1)
    assert transfer.number == "LLR-2026-0107-T2"
    assert [transfer.state(date(2026, 6, day)) for day in (12, 14, 15, 16)] == ["sent"] * 3 + ["remind"]
    transfer.remind(at=FRIDAY + timedelta(days=4))
    assert transfer.state(date(2026, 6, 17)) == "sent"


@pytest.mark.parametrize(
    ("by", "on"), [("", date(2026, 6, 12)), ("P", date(2026, 6, 11)), ("P", date(2026, 6, 16))]
)
def test_a_receipt_needs_who_and_a_day_from_the_transfer_to_today(by: str, on: date) -> None:
    with pytest.raises(Invalid):
        a_transfer().confirm(by=by, receipt="", on=on, through="office", today=date(2026, 6, 15))


def test_the_list_of_panels_has_a_version_a_source_and_no_address() -> None:
    panels = neighbouring_panels()
    assert panels.version
    assert panels.source == "local"
    assert len({panel.id for panel in panels.panels}) == len(panels.panels) >= 5
    assert "@" not in str(panels)


def test_people_shown_in_another_order_are_no_correction_and_the_first_moment_stays() -> None:
    gp, school = {"role": "gp", "name": "A"}, {"role": "teacher", "name": "B"}
    old = Answers(
        "form",
        "1",
        {"home.postcode": "LE1 5WW", "notified_at": "2026-06-12T09:00"},
        {"professionals": (gp, school)},
        {"x": "y"},
    )
    new = Answers(
        "form",
        "1",
        {"home.postcode": "LE1 5WW", "notified_at": "2026-06-15T09:00"},
        {"professionals": (school, gp)},
    )
    kept = corrected(old, new)
    assert changed_names(old, kept) == []
    assert kept.values["notified_at"] == "2026-06-12T09:00"
    assert kept.not_understood == {"x": "y"}
    moved = Answers("form", "1", {"home.postcode": "LE2 7AB"}, {"professionals": (gp,)})
    assert changed_names(old, moved) == ["home.postcode", "professionals"]


def test_a_link_works_to_the_end_of_its_day_in_london_and_opens_nothing_of_another_kind() -> None:
    link = new_notify_link(
        link_id="l1",
        key=KEY,
        organisation="A",
        sector="",
        email="",
        by="M",
        at=FRIDAY,
        until=date(2026, 6, 13),
    )
    token = token_for(KEY, PURPOSE, "l1")
    link.check_usable(token=token, at=datetime(2026, 6, 13, 22, 59, tzinfo=UTC))
    with pytest.raises(NotifyLinkSpent, match="too old"):
        link.check_usable(token=token, at=datetime(2026, 6, 13, 23, 0, tzinfo=UTC))
    with pytest.raises(LinkNotValid):
        link_id_of(KEY, "question", token)
