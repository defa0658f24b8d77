"""Which signed link a form is sent through: known by its signature alone, before anything is read of it."""

from collections.abc import Iterable

from itsdangerous import BadData, URLSafeSerializer

from shared.service import Service


class SignedLinks:
    """The links of all services, by the path under which their tokens stand."""

    def __init__(self, key: str, services: Iterable[Service]) -> None:
        self._under = {
            service.prefix + path: URLSafeSerializer(key, salt=salt)
            for service in services
            for path, salt in service.signed_links.items()
        }

    def link_at(self, path: str) -> str:
        """The link that a path stands under, the same for every page of it; "" for one that nobody signed.

        Whether it still works is not asked here: one that was used is limited like any other.
        """
        for start, signer in self._under.items():
            if path.startswith(start):
                token = path.removeprefix(start).partition("/")[0]
                try:
                    return f"{start}{signer.loads(token)}"
                except BadData:
                    return ""
        return ""
