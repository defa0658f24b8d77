"""A few accounts tell by its circumstances alone what is true of the child: no sentence says it."""

from collections.abc import Sequence
from dataclasses import replace

from deploy.demo.data import Table, table
from deploy.demo.story import Said


def unsaid(number: int, said: Sequence[Said], scenario: Table) -> tuple[list[Said], Table]:
    """What a case affirms and its scenario, as its account tells them. As much is said in as many places, so
    that what chance decides besides stays as it is.
    """
    account = table("unsaid").get(str(number))
    if not account:
        return list(said), scenario
    sentences, theme = tuple(account["sentences"]), account["theme"]
    told = [replace(each, sentences=sentences) if each.theme == theme else each for each in said]
    return told, {**scenario, "course": [account["course"]] * len(scenario["course"])}
