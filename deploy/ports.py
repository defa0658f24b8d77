"""The port the web listens on."""

import socket


class PortTaken(Exception):
    """Something else already listens on the port."""


def listening_socket(port: int) -> socket.socket:
    """A bound socket on 127.0.0.1 (0: any free port); raises PortTaken with what to type."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise PortTaken(f"Port {port} is in use. Choose another: make run PORT={port + 1}") from None
    return listener
