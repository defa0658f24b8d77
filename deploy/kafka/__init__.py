"""A real Apache Kafka on this machine, for the tests and ``make kafka``; the product itself needs none."""

from deploy.kafka.jars import LocalKafkaError
from deploy.kafka.local_kafka import LocalKafka

__all__ = ["LocalKafka", "LocalKafkaError"]
