"""How records are cut for Kafka, so that what is kept of a failed append is a beginning without a gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

BATCH_BYTES = 1_000_000  # one batch of the producer: the broker takes it whole or not at all
ROUND_BYTES = 700_000  # what a partition gets in one round; with its framing less than a batch


@dataclass(frozen=True)
class Sending:
    """A record as it is sent: where to, and its bytes."""

    topic: str
    partition: int
    key: bytes
    value: bytes


def partition_of(key: str, partitions: int) -> int:
    """The partition, from 0, of a case: CRC-32 of its reference. Never change this: order depends on it."""
    return crc32(key.encode()) % partitions


def in_rounds(waiting: Sequence[Sending]) -> Iterator[Sequence[Sending]]:
    """Cut into rounds, each sent when the one before is kept.

    In a round no partition gets more than ROUND_BYTES, or else one record only: either way one batch. The
    order within a partition stays.
    """
    while waiting:
        filled: dict[tuple[str, int], int] = {}
        this: list[Sending] = []
        later: list[Sending] = []
        for one in waiting:
            place = (one.topic, one.partition)
            size = filled.get(place, 0) + len(one.key) + len(one.value)
            fits = size <= ROUND_BYTES or place not in filled
            (this if fits else later).append(one)
            # A partition that is full stays full: what is left for it comes later, in order.
            filled[place] = size if fits else ROUND_BYTES
        yield this
        waiting = later
