"""How an action learns the address of a link it makes, without knowing anything of the web."""

from collections.abc import Callable
from dataclasses import dataclass

from services.notifications.domain.intake.signed_links import token_for


@dataclass(frozen=True)
class LinksTo:
    """``key`` signs the links of one ``purpose``; ``address_of`` makes a token a whole address."""

    key: str
    purpose: str
    address_of: Callable[[str], str]

    def address(self, link_id: str) -> str:
        return self.address_of(token_for(self.key, self.purpose, link_id))
