"""``make kafka``: one Kafka node on this machine until Ctrl-C, its data kept in ``var/kafka``."""

import logging
import os
import signal
import sys
from pathlib import Path

from deploy.kafka.jars import LocalKafkaError
from deploy.kafka.local_kafka import LocalKafka
from deploy.ports import PortTaken, listening_socket

DATA = Path(__file__).resolve().parents[2] / "var" / "kafka" / "data"
PORT = 9092


def run(port: int) -> None:
    """Serve until interrupted. Raises LocalKafkaError or PortTaken."""
    listening_socket(port).close()
    print("Starting Kafka (the first time its program files are fetched, about a minute)", flush=True)
    with LocalKafka(DATA, port=port) as kafka:
        print(_welcome(kafka.url), flush=True)
        kafka.process(1).wait()
        raise kafka.nodes[1].why_it_ended()


def _welcome(url: str) -> str:
    return (
        "\nKafka is ready, one node. To use it, in another window:\n"
        f"  export CDOP_EVENTS_URL='{url}/?partitions=3&replication=1'\n"
        "Ctrl-C stops.\n"
    )


def main() -> None:
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # the client's remarks while the node starts
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        run(int(os.environ.get("KAFKA_PORT") or PORT))
    except PortTaken as error:
        sys.exit(str(error).replace("make run PORT=", "make kafka KAFKA_PORT="))
    except (LocalKafkaError, ValueError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("Kafka stopped. Its data is kept in var/kafka/data.")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
