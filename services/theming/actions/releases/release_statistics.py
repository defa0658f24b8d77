"""A second person has read a release and releases it, if it still goes with all that is out by now."""

from services.theming.actions.releases.keep_round import keep_step
from services.theming.queries.releases import lock_releases, release_for_change, steps_of, tables_of
from shared.people import Permission, check
from shared.storage import Transaction

AUTHORS = frozenset({"prepared", "put_together", "put_forward"})


def release_statistics(tx: Transaction, *, release_id: str, round: int) -> None:
    """One at a time: who comes second has what the first released among what is out.

    ``round``: what the person read. Raises OwnWork to who had a part in it, ReleaseChangedMeanwhile,
    TransitionRefused, and MeanwhileOut with the released tables that are the reason.
    """
    # Here and not above: the solvers take seconds to load, and most processes never need them.
    from services.theming.disclosure.going_out import check_still_goes
    from services.theming.disclosure.ledger import as_released

    check(tx.person, Permission.RELEASE_STATISTICS)
    lock_releases(tx)
    release = release_for_change(tx, release_id)
    release.check_read(round)
    authors = {step.by for step in steps_of(tx, release.id) if step.step in AUTHORS}
    own = as_released("this release", tables_of(tx, release))
    check_still_goes(tx, own, release.policy, release.basis, known_at=release.data_as_of)
    release.release(by=tx.person, at=tx.at, authors=authors, embargo_on=release.embargo_on)
    keep_step(tx, release, "released", embargo_on=release.embargo_on)
