"""Which edition of a quarter is read on a day: the newest that may be read, and none that it replaced."""

from collections.abc import Iterable
from datetime import date, datetime

from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.two_people import Standing
from shared.people import Person


def replaced_by(pack: LearningPack, editions: Iterable[LearningPack], day: date) -> LearningPack | None:
    """The later edition of its quarter that has taken its place by this day: the first that did.

    An edition released with a day before which it is not shared takes the place on that day and not before.
    """
    later = [each for each in editions if _follows(each, pack) and each.shown_on(day)]
    return min(later, key=lambda each: (each.shown_from, each.edition), default=None)


def to_be_replaced_by(pack: LearningPack, editions: Iterable[LearningPack], day: date) -> LearningPack | None:
    """The released edition that will take its place on a day to come."""
    later = [
        each
        for each in editions
        if _follows(each, pack) and each.status is Standing.RELEASED and not each.shown_on(day)
    ]
    return min(later, key=lambda each: (each.shown_from, each.edition), default=None)


def readable(editions: Iterable[LearningPack], day: date) -> list[LearningPack]:
    """Those that whoever is outside the office may read, in the order given."""
    every = list(editions)
    return [each for each in every if each.shown_on(day) and not replaced_by(each, every, day)]


def withdraw_replaced(
    pack: LearningPack, editions: Iterable[LearningPack], *, by: Person, at: datetime, day: date
) -> None:
    """What this edition has replaced is withdrawn, so that it does not come back when this one goes."""
    if not pack.shown_on(day):
        return
    every = list(editions)
    for each in every:
        if _follows(pack, each) and each.status is Standing.RELEASED:
            first = replaced_by(each, every, day) or pack
            each.withdraw(by=by, at=at, reason=f"Replaced by edition {first.edition}.")


def _follows(later: LearningPack, pack: LearningPack) -> bool:
    return later.quarter == pack.quarter and later.edition > pack.edition
