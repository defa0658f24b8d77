"""How kafka-python's clients are told to behave, as data; times in milliseconds unless said otherwise."""

from collections.abc import Mapping
from typing import Any

from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor

from shared.messaging.kafka_rounds import BATCH_BYTES

# A broker that comes back is found again within a second.
CONNECTING: Mapping[str, Any] = {
    "bootstrap_timeout_ms": 5_000,
    "request_timeout_ms": 10_000,
    "reconnect_backoff_max_ms": 1_000,
    "metadata_max_age_ms": 30_000,
}
LINGER_MS = 2_000  # a batch leaves when we say so (flush), not before the round is complete
GIVE_UP_MS = 20_000  # an append that takes longer has failed; the relay tries again
PRODUCING: Mapping[str, Any] = {
    "acks": "all",
    "enable_idempotence": True,
    "batch_size": BATCH_BYTES,
    "max_request_size": 2 * BATCH_BYTES,
    "linger_ms": LINGER_MS,
    "delivery_timeout_ms": GIVE_UP_MS,
    "max_block_ms": 5_000,
    "allow_auto_create_topics": False,
}
CONSUMING: Mapping[str, Any] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "allow_auto_create_topics": False,
    "partition_assignment_strategy": [CooperativeStickyAssignor],
    # A reader that was killed is noticed after 10 s; the broker allows no less than 6.
    "session_timeout_ms": 10_000,
    "heartbeat_interval_ms": 2_000,
    "max_poll_interval_ms": 120_000,  # the longest that a batch may take; others wait for it to join
}
FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
