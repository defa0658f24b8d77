"""Words that are held back, or taken out, in one place of a record go out in no other."""

from fastapi.testclient import TestClient

from services.notifications.domain.subject_access.items import FoundItem, State
from shared.storage import Database

from .conftest import decide, found, judged_now, looked_through, opened, proposed, release


def both_forms(database: Database, request_id: str) -> tuple[FoundItem, FoundItem]:
    """Two agencies' forms that say one sentence, the first decided to go in before the other is held back."""
    items = found(database, request_id).values()
    (held,) = (item for item in items if "twice" in item.text)
    (other,) = (item for item in items if "in her cot" in item.text)
    decide(database, request_id, other, note="Read with the health visitor")
    decide(database, request_id, held, answer="in_confidence", note="Told to the GP alone")
    return held, other


def test_words_that_are_held_back_go_out_in_no_other_place(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    held, other = both_forms(database, request_id)
    one = judged_now(database, request_id, other)
    assert (one.state, one.label) == (State.UNDECIDED, "To be decided again: stays out")
    (shared,) = one.repeats
    assert shared.item_id == held.id
    assert shared.sentences == (
        "Chioma told Dr Patel on 3 June 2026 that her neighbour Ngozi Eze shouts at night",
    )
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert "shouts at night" not in said
    assert "in her cot" not in said


def test_the_rest_of_a_form_goes_in_without_what_is_held_back_elsewhere(
    database: Database, case: str
) -> None:
    request_id = looked_through(database, case)
    _, other = both_forms(database, request_id)
    decide(database, request_id, other, answer="disclose_rest")
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert "shouts at night" not in said
    assert "[removed]. Seen at home in her cot." in said


def test_a_sentence_that_is_held_back_elsewhere_goes_in_where_somebody_decides_it_there(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    held, other = both_forms(database, request_id)
    here = f"/notifications/subject-access/{request_id}/items/{other.id}"
    page = web.get(here).text
    for said in (
        "It was decided before, by Morgan Testerley",
        "Read with the health visitor",
        "Words that stand in it have been held back since, in another place.",
        "neighbour Ngozi Eze shouts at night”",
        f"/notifications/subject-access/{request_id}/items/{held.id}",
    ):
        assert said in page, said
    form = {**token, **{name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in SEEN}}
    form |= {"answer": "disclose", "health": "none"}
    assert "held back elsewhere can be given out here" in web.post(here, data=form).text
    form |= {"note": "She said it to both, and asks for it"}
    late = web.post(here, data={**form, "shares": ""})
    assert late.status_code == 409
    assert "What is held back with the same words has changed" in late.text
    assert web.post(here, data=form).status_code == 200
    draft = web.get(f"/notifications/subject-access/{request_id}/draft").text
    assert "Goes in although the same words are held back elsewhere" in draft
    assert "She said it to both, and asks for it" in draft
    assert judged_now(database, request_id, other).state is State.DISCLOSED
    decide(database, request_id, held, answer="crime", note="The police asked")
    assert judged_now(database, request_id, other).state is State.UNDECIDED, "held back anew since"


SEEN = ("seen", "against", "shares")


def test_who_holds_a_thing_back_is_led_to_what_has_to_be_decided_again(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    items = found(database, request_id).values()
    (held,) = (item for item in items if "twice" in item.text)
    (other,) = (item for item in items if "in her cot" in item.text)
    decide(database, request_id, other)
    here = f"/notifications/subject-access/{request_id}/items/"
    form = {"seen": held.digest, "against": "0", "answer": "third_party", "note": "because"}
    next_one = web.post(f"{here}{held.id}", data={**token, **form})
    assert next_one.url.path == f"{here}{other.id}"
    assert "Kept. This says some of the same words, and has to be decided again." in next_one.text
    assert "Morgan Testerley had decided that it goes in" in web.get(here.rstrip("/")).text


def test_words_taken_out_in_one_place_go_out_in_no_other(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    items = found(database, request_id)
    first, *others = [item for item in items.values() if "shouts at night" in (item.shown or "")]
    assert others
    decide(database, request_id, first, also="shouts  AT night\r\nsleeps")
    for item in others:
        decide(database, request_id, item)
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert said.count("[removed]") == len(others) + 1
    assert "night" not in said
