"""``cdop rebuild``: which service, what is said, and with which exit code it ends."""

from deploy.host import Installation
from deploy.rebuild import REBUILDINGS, Outcome, Say, check, discard, rebuild
from shared.storage.rebuild_comparing import FEW


def run(place: Installation, name: str, *, only_check: bool, only_discard: bool, say: Say) -> int:
    """Rebuild, compare or discard; gives the exit code. Raises LookupError, RebuildRefused."""
    if name not in REBUILDINGS:
        raise LookupError(f"'{name}' reads no events: its tables do not follow from the log.")
    (service,) = (one for one in place.services if one.name == name)
    place.need_owners()
    database = place.databases[name]
    if only_discard:
        discard(service, database)
        say("The replaced tables are gone.")
        return 0
    outcome = (check if only_check else rebuild)(service, database, place.log, say)
    for line in (*_figures(outcome), *_findings(outcome, names=only_check)):
        say(line)
    if only_check:
        return 0 if outcome.comparison.agrees else 1
    say(f"The new tables serve. The ones before are in the schema 'replaced': cdop rebuild {name} --discard")
    return 0


def _figures(outcome: Outcome) -> list[str]:
    return [
        f"{outcome.records} records, {outcome.seconds:.1f} s, at most {outcome.peak_memory} MB",
        f"{'table':<24}{'stored':>10}{'from log':>10}",
        *(f"{table:<24}{before:>10}{outcome.after[table]:>10}" for table, before in outcome.before.items()),
    ]


def _findings(outcome: Outcome, *, names: bool) -> list[str]:
    found = outcome.comparison
    lines = [f"{table}: {number} {kind}" for (table, kind), number in sorted(found.counts.items())]
    lines += [f"{found.gone} events were handled and are not on the log"] * bool(found.gone)
    lines += [f"{found.failing} events were handled and cannot be handled now"] * bool(found.failing)
    lines += [f"  {difference}" for difference in found.first] * names
    lines += [f"  and others: the first {FEW} are named"] * (names and sum(found.counts.values()) > FEW)
    waiting = f"{found.not_compared} cases not compared: events about them are on their way"
    lines += [waiting] * bool(found.not_compared)
    return lines if found.counts or found.gone or found.failing else ["Nothing differs.", *lines]
