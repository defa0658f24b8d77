"""Rounds keep the order of each partition, lose nothing, and fit the producer's batch."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.kafka_rounds import ROUND_BYTES, Sending, in_rounds, partition_of

SIZES = st.sampled_from([10, 1_000, 200_000, 350_000, 600_000, 900_000])


def sending(number: int, partition: int, size: int) -> Sending:
    return Sending("topic", partition, str(number).encode(), b"x" * size)


@given(st.lists(st.tuples(st.integers(0, 2), SIZES), max_size=25))
def test_nothing_is_lost_and_each_partition_keeps_its_order(given_records: list[tuple[int, int]]) -> None:
    records = [sending(number, *one) for number, one in enumerate(given_records)]
    sent = list(chain.from_iterable(in_rounds(records)))
    for partition in range(3):
        assert [each for each in sent if each.partition == partition] == [
            each for each in records if each.partition == partition
        ]


@given(st.lists(st.tuples(st.integers(0, 2), SIZES), max_size=25))
def test_a_round_gives_a_partition_one_batch_at_most(given_records: list[tuple[int, int]]) -> None:
    for one_round in in_rounds([sending(number, *one) for number, one in enumerate(given_records)]):
        for partition in range(3):
            here = [each for each in one_round if each.partition == partition]
            assert len(here) <= 1 or sum(len(each.key) + len(each.value) for each in here) <= ROUND_BYTES


def test_the_partition_of_a_case_never_changes() -> None:
    assert [partition_of(f"LLR-2026-{number:04}", 6) for number in range(1, 6)] == [1, 1, 1, 0, 0]
