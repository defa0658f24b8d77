"""The port the web listens on."""

import errno
import socket  # allow goes-out: it listens, and asks nobody

LOCAL = "127.0.0.1"


class PortTaken(Exception):
    """Something else already listens on the port, or the address is not one of this machine."""


def listening_socket(port: int, host: str = LOCAL) -> socket.socket:
    """A listening socket on ``host`` (port 0: any free port); raises PortTaken with what to type.

    It listens at once: a port that is only bound can be listened on by somebody else meanwhile.
    """
    # Named as TCP, or asyncio leaves Nagle's algorithm on: an answer, sent as head and body, then waits for
    # the browser's delayed acknowledgement, 40 ms a page.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno != errno.EADDRINUSE:
            raise PortTaken(f"Cannot listen on {host}:{port}: {error.strerror}") from None
        raise PortTaken(f"Port {port} is in use. Choose another: make run PORT={port + 1}") from None
    return listener
