"""The certificate of a disposal: what kinds, how many, under which row, by whom and when."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from services.notifications.domain.retention.disposal_list import DisposalItem, DisposalList
from services.notifications.domain.retention.schedule import ConfirmedRow, shipped
from shared.errors import Conflict


class NotCarriedOut(Conflict):
    title = "There is no certificate yet"

    def __init__(self) -> None:
        super().__init__("Nothing of the list was disposed of, or it was not carried out to its end.")


@dataclass(frozen=True)
class CertifiedTable:
    """``widths``: of the columns, as parts of the page."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """No family is named. ``digest``: SHA-256 of all it says. ``at``: when the last record went."""

    title: str
    panel_name: str
    says: tuple[str, ...]
    tables: tuple[CertifiedTable, ...]
    at: datetime
    digest: str


def certificate_of(
    listed: DisposalList, rows: Sequence[ConfirmedRow], kinds: Mapping[str, str], *, panel_name: str
) -> Certificate:
    """``listed``: whole, whoever asks: the certificate is of what went, and the same for everybody.

    Raises NotCarriedOut until every record of the list was dealt with, and where all of it was kept.
    """
    ends = [item.ended_at for item in listed.disposed if item.ended_at]
    if not listed.carried_out or not ends:
        raise NotCarriedOut
    title = f"Certificate of disposal {listed.list_id[:12]}"
    tables = (_under_rows(listed, rows, kinds), _kinds(listed.disposed), _records(listed, kinds))
    says = tuple(_says(listed, max(ends)))
    told = json.dumps([title, panel_name, says, [asdict(each) for each in tables]], sort_keys=True)
    return Certificate(title, panel_name, says, tables, max(ends), sha256(told.encode()).hexdigest())


def _says(listed: DisposalList, at: datetime) -> list[str]:
    answered = listed.answered_at or at
    return [
        f"{_records_in_words(len(listed.disposed))} disposed of, the last on {at:%-d %B %Y}.",
        f"Proposed by {listed.proposed_by_name} on {listed.proposed_at:%-d %B %Y}, approved by "
        f"{listed.answered_by_name} on {answered:%-d %B %Y}.",
        "The panel and the themes were told of every whole record. Each removes what it holds as soon as it "
        "hears of it, keeps what is counted without a word, and says how much it was in its own audit.",
        "Not part of this: backups, which age out, what went out before in letters and releases, and records "
        "of the list that were kept.",
    ]


def _records_in_words(number: int) -> str:
    return "1 record was" if number == 1 else f"{number} records were"


def _under_rows(
    listed: DisposalList, rows: Sequence[ConfirmedRow], kinds: Mapping[str, str]
) -> CertifiedTable:
    counted = Counter((item.row_number, item.record_type) for item in listed.disposed)
    by_number = {row.number: row for row in rows}
    said = [
        (str(number), kinds.get(kind, kind), _row(by_number[number]), str(how_many))
        for (number, kind), how_many in sorted(counted.items())
    ]
    return CertifiedTable(
        "Under the schedule", ("Row", "Of", "Kept for", "Records"), tuple(said), (1, 4, 5, 1)
    )


def _row(row: ConfirmedRow) -> str:
    years = "at once" if row.years == 0 else f"{row.years} year{'' if row.years == 1 else 's'} later"
    return f"{shipped().clock_label(row.starts_with)}; {years}. Decided: {row.decided_by_body}"


def _kinds(disposed: Sequence[DisposalItem]) -> CertifiedTable:
    counted: Counter[str] = Counter()
    for item in disposed:
        counted.update(item.kinds or {})
    said = tuple((kind, str(number)) for kind, number in sorted(counted.items()))
    return CertifiedTable("What was removed or emptied", ("Kind", "Rows"), said, (5, 1))


def _became(item: DisposalItem) -> str:
    return f"Disposed of on {item.ended_at:%-d %B %Y}" if item.ended_at else "Disposed of"


def _records(listed: DisposalList, kinds: Mapping[str, str]) -> CertifiedTable:
    said = tuple(
        (
            ", ".join(item.together),
            kinds.get(item.record_type, item.record_type),
            _became(item),
        )
        for item in listed.disposed
    )
    return CertifiedTable("Records", ("Reference", "Record", "What became of it"), said, (3, 5, 4))
