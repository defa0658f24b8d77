"""The telephone numbers and addresses of the person who asks: written down by hand, and theirs to read."""

import re

from fastapi.testclient import TestClient

from shared.storage import Database

from .conftest import (
    OTHER_MANAGER,
    against_on,
    decide,
    details_of,
    found,
    looked_through,
    noted,
    proposed,
    put_in,
    standing_details,
)


def test_the_persons_own_details_are_not_taken_out(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    numbers = "ring +44 (0)7700 900123 or 07700 900456"
    said = f"Write to ADA@mail.example, {numbers}, at 4 Elm Road or 14 Elm Road, LE2 7AB."
    added = put_in(database, request_id, case, text=said)
    assert added.shown == (
        "Write to [e-mail address], ring [telephone number] or [telephone number],"
        " at [address] or [address], [postcode]."
    )
    here = f"/notifications/subject-access/{request_id}"
    form = {**token, "against": against_on(web.get(here))}
    assert web.post(f"{here}/own-details", data={**form, "details": "07700 900123\n12"}).status_code == 422
    details = "07700 900123\r\nada@mail.example\n\n 14 Elm Road,  Leicester LE2 7AB"
    page = web.post(f"{here}/own-details", data={**form, "details": details})
    assert page.status_code == 200
    assert "ada@mail.example; 14 Elm Road, Leicester LE2 7AB" in page.text
    (again,) = [item for key, item in found(database, request_id).items() if key.startswith("text:added")]
    assert again.shown == (
        "Write to ADA@mail.example, ring +44 (0)7700 900123 or [telephone number],"
        " at [address] or 14 Elm Road, LE2 7AB."
    )
    decide(database, request_id, again)
    proposed(database, request_id)
    form |= {"against": standing_details(database, request_id)}
    assert web.post(f"{here}/own-details", data={**form, "details": ""}).status_code == 409


def test_who_writes_down_details_from_an_old_page_is_shown_both(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    mine = {**token, "against": against_on(web.get(here)), "details": "07700 900456\nada@mail.example"}
    noted(database, request_id, "07700 900123", by=OTHER_MANAGER)
    second = web.post(f"{here}/own-details", data=mine)
    assert second.status_code == 409
    for said in (
        "Somebody has written down other details since you looked at them",
        "Alex Otherly has written these down meanwhile",
        "<li>07700 900123</li>",
        ">07700 900456\nada@mail.example</textarea>",
    ):
        assert said in second.text, said
    assert details_of(database, request_id) == ("07700 900123",)
    for against in ("", "0" * 64):
        assert web.post(f"{here}/own-details", data={**mine, "against": against}).status_code == 409
    again = web.post(f"{here}/own-details", data={**mine, "against": against_on(second)})
    assert again.status_code == 200
    assert details_of(database, request_id) == ("07700 900456", "ada@mail.example")
    assert web.post(f"{here}/own-details", data=mine).status_code == 200, "they stand as they were sent"
    noted(database, request_id, "", by=OTHER_MANAGER)
    third = web.post(f"{here}/own-details", data={**mine, "against": against_on(again)})
    assert third.status_code == 409
    assert "Alex Otherly has taken out what stood here meanwhile" in third.text
    assert details_of(database, request_id) == ()


def test_of_details_that_are_left_blank_it_is_said_that_none_are_written_down(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    for said in (" \n ", "07700 900123", ""):
        form = {**token, "against": against_on(web.get(here)), "details": said}
        page = web.post(f"{here}/own-details", data=form).text
        kept = "Kept. These details stay in the texts that go in."
        none = (
            "No details of the person’s own are written down. Telephone numbers and addresses are taken out"
        )
        assert (kept in page, none in page) == ((True, False) if said.strip() else (False, True))
    steps = re.findall(r"Morgan Testerley: ([^<]*details[^<]*)</li>", page)
    without = "No details of the person’s own are written down"
    assert steps == [without, "The person’s own details written down. 07700 900123", without]
