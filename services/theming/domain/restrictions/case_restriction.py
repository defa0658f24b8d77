"""What it takes to restrict a case to people named, and to open it again."""

from collections.abc import Sequence

from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article
from shared.named_people import naming_faults

LONGEST_REASON = 500
LONGEST_ACCOUNT = 200
#: With one alone, a case would be out of reach on the day that person leaves.
FEWEST_PEOPLE = 2


def restriction_faults(reason: str, people: Sequence[str], *, names_nobody: bool = False) -> list[Fault]:
    """What is wrong with a restriction as typed, every fault at once; ``people`` are the accounts of all who
    may see the case, whoever restricts it included. ``names_nobody``: who typed the reason has said that
    nobody is meant by what might be a name.
    """
    faults = text_faults(reason, "reason", "Say why only some may see this case", names_nobody=names_nobody)
    if len(set(people)) < FEWEST_PEOPLE:
        faults.append(
            Fault("another", "Name at least one other person, so that the case is never out of reach")
        )
    if any(len(account) > LONGEST_ACCOUNT or not account.isprintable() for account in people):
        faults.append(
            Fault("another", f"An account is {LONGEST_ACCOUNT} letters or less, on a line of its own")
        )
    return faults


def text_faults(reason: str, field: str, if_missing: str, *, names_nobody: bool = False) -> list[Fault]:
    """What is wrong with a reason as typed: missing, too long, or it shows an identifier or may name somebody
    (``names_nobody``: as above).
    """
    faults = [] if reason else [Fault(field, if_missing)]
    faults += [
        Fault(field, f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault(field, f"Reason must be {LONGEST_REASON} characters or less"))
    return faults + naming_faults({field: reason}, names_nobody=names_nobody)
