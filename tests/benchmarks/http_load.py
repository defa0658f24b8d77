"""A small load client: connections that stay open, each sending the next request when the last is answered.

Sockets and prepared bytes only, so that it takes little of the machine it measures on.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any


def load(ports: list[int], requests: list[bytes], seconds: float, connections: int) -> Counter[str]:
    """Answers by status, in ``seconds``, over ``connections`` shared out on ``ports``."""
    until = time.monotonic() + seconds
    counted: list[Counter[str]] = [Counter() for _ in range(connections)]
    threads = [
        threading.Thread(
            target=_client, args=(ports[n % len(ports)], cycle(requests[n::connections]), until, counted[n])
        )
        for n in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counted, Counter())


def _client(port: int, requests: Iterator[bytes], until: float, counted: Counter[str]) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            connection.sendall(next(requests))
            counted[_status(connection)] += 1


def _status(connection: socket.socket) -> str:
    """The status of one answer, once all of it has arrived."""
    got = connection.recv(65536)
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return head.split(b" ", 2)[1].decode()


def request(path: str, payload: Any, **headers: str) -> bytes:
    """A POST of JSON as bytes on the wire."""
    body = json.dumps(payload).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()] + [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def main() -> None:
    """Reads what to send as JSON from standard input; writes the counts as JSON."""
    asked = json.load(sys.stdin)
    requests = [request(asked["path"], payload, **asked["headers"]) for payload in asked["payloads"]]
    print(json.dumps(load(asked["ports"], requests, asked["seconds"], asked["connections"])))


if __name__ == "__main__":
    main()
