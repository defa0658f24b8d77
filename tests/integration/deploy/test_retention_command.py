"""What the command does after a restore, by the roles that it comes in with."""

import json
from collections.abc import Callable

from deploy.retention_command import dry_run, redo, register_lines
from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.queries.disposals import disposal_list_of
from services.notifications.queries.retention import confirmed_rows
from tests.integration.deploy.places import Parted, new_place
from tests.integration.notifications.a_case import MANAGER, at_work
from tests.integration.notifications.retention_cases import GUARDIAN, LATER, confirm, finalised
from tests.integration.notifications.test_disposals import carry_out


def test_the_command_disposes_again_of_what_an_older_backup_brought_back(
    empty_database: Callable[[], str], parted_database: Parted
) -> None:
    with (
        new_place(empty_database, parted_database) as place,
        new_place(empty_database, parted_database) as old,
    ):
        for each in (place, old):
            each.migrate()
            finalised(each.databases["notifications"])
        database, older = place.databases["notifications"], old.databases["notifications"]
        confirm(database)
        with at_work(database, MANAGER, LATER) as tx:
            list_id = propose_disposal(tx)
        with at_work(database, GUARDIAN, LATER) as tx:
            answer_disposal(tx, list_id=list_id, approves=True, seen=disposal_list_of(tx, list_id).digest)
        assert carry_out(database) == 1
        lines = [*register_lines(place, at=LATER)]
        assert [*redo(old, lines, at=LATER)] == ["1 records were disposed of again, 0 were not there."]
        confirm(older, years="7")
        with at_work(older, MANAGER, LATER) as tx:
            assert len({row.number for row in confirmed_rows(tx)}) == 2, "numbers go on"
        said = [json.loads(line)["standing"] for line in dry_run(old, on="", as_table=False, at=LATER)]
        assert said[0] == "disposed"
