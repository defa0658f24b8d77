"""Dates of birth of others, from the forms of a case and from its texts, stand in nothing that goes out."""

from services.notifications.actions.identity.link_children import link_children
from shared.storage import Database

from ..a_case import MANAGER, accepted, asked, at_work, payload
from .conftest import NOVEMBER, OTHER_MANAGER, found, looked_through, put_in, restricted

PARENTS = [
    {"name": "Chioma Okafor", "relation": "Mother", "date_of_birth": "1990-06-04"},
    {"name": "Obi Okafor", "relation": "Father", "date_of_birth": "1988-02-07"},
]


def test_a_day_on_which_somebody_else_was_born_goes_in_no_text(database: Database) -> None:
    family = {"other_children": "Ben, 3 May 2020", "parents_related": "not_known"}
    case, _ = asked(database, parents=PARENTS, family=family)
    request_id = looked_through(database, case)
    put_in(database, request_id, case, text="Ada Eze, DOB 9/9/2019, is her niece.")
    said = "Met on 3 May 2020, on 07/02/1988, on 9 September 2019, on 4 June 1990 and on 3 June 2026."
    assert read_of(database, request_id, case, said) == (
        "Met on [date], on [date], on [date], on 4 June 1990 and on 3 June 2026."
    ), "her own stays"


def test_so_does_the_birth_of_a_linked_child_whose_case_is_closed(database: Database) -> None:
    case, _ = asked(database)
    child = payload()["child"] | {
        "given_names": "Ben",
        "date_of_birth": "2020-05-03",
        "nhs_number": "9990000026",
    }
    other = accepted(database, child=child)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        link_children(tx, reference=case, other=other, kind="same_household", reason="Brother and sister")
    request_id = looked_through(database, case)
    restricted(database, other, by=OTHER_MANAGER)
    assert read_of(database, request_id, case, "They met on 3 May 2020.") == "They met on [date]."


def read_of(database: Database, request_id: str, case: str, text: str) -> str | None:
    put_in(database, request_id, case, text=text)
    (one,) = (item for item in found(database, request_id).values() if item.text == text)
    return one.shown
