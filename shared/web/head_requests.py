"""HEAD is answered as GET is, without the body: a link checker or a mail filter may ask before it opens."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """The status and the headers of what GET would answer (RFC 9110, 9.3.2); nothing of the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)
