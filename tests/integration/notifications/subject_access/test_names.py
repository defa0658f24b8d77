"""The name of the person who asks is corrected by two people at once: the second is shown both."""

from fastapi.testclient import TestClient

from shared.storage import Database

from .conftest import OTHER_MANAGER, against_on, looked_through, name_of, renamed

LATE = "Somebody has corrected the name since you looked at it"


def test_who_corrects_the_name_from_an_old_page_is_shown_both(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    said = {"name": "Chioma Okafor-Eze", "name_why": "So in her letter"}
    mine = {**token, **said, "against": against_on(web.get(here), "name")}
    renamed(database, request_id, "Chioma Eze", by=OTHER_MANAGER)
    second = web.post(f"{here}/name", data=mine)
    assert second.status_code == 409
    for shown in (
        LATE,
        "Alex Otherly has corrected the name meanwhile, and it stands as “Chioma Eze”: So in the passport",
        'value="Chioma Okafor-Eze"',
        ">So in her letter</textarea>",
    ):
        assert shown in second.text, shown
    assert name_of(database, request_id) == "Chioma Eze"
    for against in ("", "0" * 64):
        assert web.post(f"{here}/name", data={**mine, "against": against}).status_code == 409
    again = web.post(f"{here}/name", data={**mine, "against": against_on(second, "name")})
    assert again.status_code == 200
    assert "from “Chioma Eze” to “Chioma Okafor-Eze”. So in her letter" in again.text
    same = web.post(f"{here}/name", data=mine)
    assert same.status_code == 422, "it stands as it was sent"
    assert "This is the name as it stands" in same.text
    assert LATE not in same.text
    assert name_of(database, request_id) == "Chioma Okafor-Eze"


def test_the_name_stands_in_its_box_when_another_form_is_refused(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    here = f"/notifications/subject-access/{looked_through(database, case)}"
    refused = web.post(f"{here}/close", data={**token, "because": "", "words": ""})
    assert refused.status_code == 422
    box = refused.text.split('id="name"')[1].split(">")[0]
    assert 'value="Chioma Okafor"' in box
