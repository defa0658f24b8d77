"""A port is ours from the moment it is asked for."""

import pytest

from deploy.ports import PortTaken, listening_socket


def test_a_port_that_is_ours_is_given_to_nobody_else_while_we_are_busy() -> None:
    with listening_socket(0) as ours, pytest.raises(PortTaken, match="in use"):
        listening_socket(ours.getsockname()[1])
