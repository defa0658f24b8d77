"""In which order the texts of a case are confirmed."""

from dataclasses import replace
from datetime import date

from services.notifications.domain.material.case_material import CaseMaterial, waiting_first

NOTIFICATION = CaseMaterial(
    material_id="m9",
    case_reference="LLR-2026-0107",
    source_id="",
    source_role="doctor",
    kind="notification",
    title="Notification",
    original="Found asleep.",
    received_on=date(2026, 11, 2),
)
RETURNED = replace(NOTIFICATION, material_id="m1", kind="reporting_form", title="General practitioner")
EARLIER = replace(RETURNED, material_id="m2", received_on=date(2026, 11, 1))
CONFIRMED = replace(EARLIER, material_id="m0", confirmed_on=date(2026, 11, 2))


def test_what_waits_comes_first_the_oldest_before_and_the_notification_first_of_its_day() -> None:
    in_order = waiting_first([CONFIRMED, RETURNED, NOTIFICATION, EARLIER])
    assert [one.material_id for one in in_order] == ["m2", "m9", "m1", "m0"]
