"""Headers that are known before there is an answer, and go with whatever answer comes."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT_AS = "told_with_the_answer"


def told_with_the_answer(scope: Scope) -> dict[str, str]:
    """The headers that the answer to this request will have, to be added to."""
    kept: dict[str, str] = scope.setdefault("state", {}).setdefault(_KEPT_AS, {})
    return kept


class ToldHeaders:
    """Adds them, to a refusal as well."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = told_with_the_answer(scope)

        async def send_and_tell(message: Message) -> None:
            if message["type"] == "http.response.start" and told:
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self.app(scope, receive, send_and_tell)
