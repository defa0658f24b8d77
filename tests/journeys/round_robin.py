"""A gateway that is as unkind as it may be: every request goes to another replica than the one before."""

import http.client
import itertools
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BETWEEN_TWO_ONLY = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class RoundRobin(ThreadingHTTPServer):
    """Passes a path on to the replicas of its prefix in turn; any other path to each of them in turn.

    ``answered`` counts what each replica, "host:port", has answered.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.answered: Counter[str] = Counter()
        self._turns: dict[str, Iterator[str]] = {}
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def pass_to(self, replicas: Mapping[str, Sequence[str]]) -> None:
        """``replicas``: "host:port" by prefix; for what has no prefix, all of them."""
        everyone = [one for some in replicas.values() for one in some]
        turns = {prefix: itertools.cycle(some) for prefix, some in replicas.items()}
        self._turns = {**turns, "": itertools.cycle(everyone)}

    def next_for(self, path: str) -> str:
        prefix = "/" + path.split("?")[0].split("/")[1]
        with self._lock:
            replica = next(self._turns.get(prefix, self._turns[""]))
            self.answered[replica] += 1
            return replica


class _Passing(BaseHTTPRequestHandler):
    server: RoundRobin

    def _pass(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        connection = http.client.HTTPConnection(self.server.next_for(self.path), timeout=60)
        try:
            kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, body, kept)
            self._answer(connection.getresponse())
        finally:
            connection.close()

    def _answer(self, answer: http.client.HTTPResponse) -> None:
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in BETWEEN_TWO_ONLY:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_HEAD = _pass

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: addresses may be secrets."""


@contextmanager
def round_robin() -> Iterator[RoundRobin]:
    """On a free port until the block ends; it answers once it has been told whom to pass to."""
    with RoundRobin() as gateway:
        thread = threading.Thread(target=gateway.serve_forever, daemon=True)
        thread.start()
        yield gateway
        gateway.shutdown()
