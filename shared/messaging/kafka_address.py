"""What a ``kafka://`` address says: where the brokers are, how to sign in to them, how topics are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# The name in the address, and the option of kafka-python it sets.
OPTIONS: Mapping[str, str] = {
    "security": "security_protocol",
    "mechanism": "sasl_mechanism",
    "ca": "ssl_cafile",
    "certificate": "ssl_certfile",
    "key": "ssl_keyfile",
}
NUMBERS = ("partitions", "replication")
PARTITIONS = 6
REPLICATION = 1
FORM = "kafka://[user:password@]host:port[,host:port]/[?name=value&name=value]"


class BadKafkaAddress(ValueError):
    """The address cannot be understood; the message says what is wrong and never quotes a password."""


@dataclass(frozen=True)
class KafkaAddress:
    """``connection`` are options that every client of kafka-python takes."""

    connection: Mapping[str, Any] = field(repr=False)
    partitions: int = PARTITIONS
    replication: int = REPLICATION


def read_kafka_address(url: str) -> KafkaAddress:
    """Read ``url`` (its form is ``FORM``); raises BadKafkaAddress naming every fault."""
    split = urlsplit(url)
    given = dict(parse_qsl(split.query))
    faults = [f"'{name}' is not known" for name in given if name not in OPTIONS and name not in NUMBERS]
    faults += [f"'{name}' must be a number from 1" for name in NUMBERS if not _is_count(given.get(name, "1"))]
    sign_in, _, hosts = split.netloc.rpartition("@")
    if not hosts:
        faults.append("no broker is named")
    if faults:
        known = ", ".join((*OPTIONS, *NUMBERS))
        raise BadKafkaAddress(
            f"CDOP_EVENTS_URL: {'; '.join(faults)}. Its form is {FORM}; known names: {known}."
        )
    connection: dict[str, Any] = {"bootstrap_servers": hosts.split(",")}
    connection |= {OPTIONS[name]: value for name, value in given.items() if name in OPTIONS}
    connection |= _signing_in(sign_in, connection)
    counts = {name: int(given[name]) for name in NUMBERS if name in given}
    return KafkaAddress(connection, **counts)


def _signing_in(sign_in: str, connection: Mapping[str, Any]) -> dict[str, Any]:
    """A user in the address means SASL; unless said otherwise, SCRAM over TLS."""
    if not sign_in:
        return {}
    user, _, password = sign_in.partition(":")
    return {
        "sasl_plain_username": unquote(user),
        "sasl_plain_password": unquote(password),
        "security_protocol": connection.get("security_protocol", "SASL_SSL"),
        "sasl_mechanism": connection.get("sasl_mechanism", "SCRAM-SHA-512"),
    }


def _is_count(text: str) -> bool:
    return text.isdecimal() and int(text) >= 1
