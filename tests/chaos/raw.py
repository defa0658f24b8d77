"""Putting things on a log behind its back, as a careless program would."""

import json

import psycopg

from shared.messaging.kafka_address import read_kafka_address
from shared.messaging.kafka_rounds import partition_of


def put_raw(events_url: str, topic: str, key: str, text: str) -> None:
    """Add ``text`` as it is, where records of ``key`` go. A log in PostgreSQL takes JSON only."""
    if events_url.startswith("kafka"):
        _put_on_kafka(events_url, topic, key, text)
    else:
        _put_in_postgresql(events_url, topic, key, text)


def _put_on_kafka(url: str, topic: str, key: str, text: str) -> None:
    from kafka import KafkaProducer

    with KafkaProducer(**read_kafka_address(url).connection) as producer:
        partition = partition_of(key, len(producer.partitions_for(topic)))
        producer.send(topic, key=key.encode(), value=text.encode(), partition=partition).get(timeout=60)


def _put_in_postgresql(url: str, topic: str, key: str, text: str) -> None:
    json.loads(text)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        insert = "INSERT INTO event_record (topic, key, envelope) VALUES (%s, %s, %s)"
        connection.execute(insert, [topic, key, text])
