"""A ``kafka://`` address is understood, or refused with every fault and no password."""

import pytest

from shared.messaging.kafka_address import BadKafkaAddress, read_kafka_address
from shared.messaging.log import open_event_log


def test_brokers_are_named_with_commas() -> None:
    read = read_kafka_address("kafka://one:9092,two:9093/")
    assert read.connection == {"bootstrap_servers": ["one:9092", "two:9093"]}
    assert (read.partitions, read.replication) == (6, 1)


def test_a_user_means_signing_in_over_tls_unless_said_otherwise() -> None:
    read = read_kafka_address("kafka://cdr:a%40b%2Fc@one:9093/?ca=/run/ca.pem&partitions=12&replication=3")
    assert read.connection == {
        "bootstrap_servers": ["one:9093"],
        "sasl_plain_username": "cdr",
        "sasl_plain_password": "a@b/c",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "ssl_cafile": "/run/ca.pem",
    }
    assert (read.partitions, read.replication) == (12, 3)


def test_the_way_of_signing_in_can_be_chosen() -> None:
    read = read_kafka_address("kafka://cdr:x@one:9092/?security=SASL_PLAINTEXT&mechanism=PLAIN")
    assert read.connection["security_protocol"] == "SASL_PLAINTEXT"
    assert read.connection["sasl_mechanism"] == "PLAIN"


def test_a_certificate_of_the_client_is_passed_on() -> None:
    read = read_kafka_address("kafka://one:9093/?security=SSL&ca=/ca&certificate=/crt&key=/key")
    assert read.connection["ssl_certfile"] == "/crt"
    assert read.connection["ssl_keyfile"] == "/key"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("kafka:///", "no broker"),
        ("kafka://one:9092/?partition=6", "'partition' is not known"),
        ("kafka://one:9092/?partitions=none", "'partitions' must be a number from 1"),
        ("kafka://one:9092/?replication=0", "'replication' must be a number from 1"),
    ],
)
def test_a_fault_is_named(url: str, says: str) -> None:
    with pytest.raises(BadKafkaAddress, match=says):
        read_kafka_address(url)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(BadKafkaAddress) as refused:
        read_kafka_address("kafka://cdr:topsecret@one:9092/?wrong=1&replication=x")
    assert "topsecret" not in str(refused.value)
    assert "'wrong'" in str(refused.value)
    assert "'replication'" in str(refused.value)
    assert "topsecret" not in repr(read_kafka_address("kafka://cdr:topsecret@one:9092/"))


def test_several_brokers_in_an_address_name_one_event_log() -> None:
    address = "kafka://127.0.0.1:9092,127.0.0.1:9093/?partitions=3"
    assert open_event_log(address, {"kafka": lambda url: url}) == address  # type: ignore[arg-type,return-value]
