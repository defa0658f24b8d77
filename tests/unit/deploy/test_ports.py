"""A port is ours from the moment it is asked for."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.ports import PortTaken, listening_socket


def test_a_port_that_is_ours_is_given_to_nobody_else_while_we_are_busy() -> None:
    with listening_socket(0) as ours, pytest.raises(PortTaken, match="in use"):
        listening_socket(ours.getsockname()[1])


def test_an_answer_goes_out_without_waiting_for_the_acknowledgement_of_its_head() -> None:
    async def option_of_a_connection() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            found.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listening_socket(0)
        async with await asyncio.start_server(answer, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            option = await asyncio.wait_for(found, timeout=10)
            writer.close()
        return option

    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(asyncio.run, option_of_a_connection()).result() != 0
