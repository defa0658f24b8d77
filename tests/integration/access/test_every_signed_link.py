"""Every kind of signed link, from what each service says it has: what nobody signed for it opens nothing.

A token that was altered, made for another purpose or service, or signed with another key is answered with the
same bytes as one that was made up. One that was genuine and is used, withdrawn or too old says so to whoever
holds it, kindly, and tells of no case.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from deploy.host import Installation
from deploy.services import SERVICES
from services.notifications.domain.gathering import links
from services.notifications.domain.intake import signed_links
from services.panel.domain.learning import owner_links
from services.panel.domain.meetings import answers
from tests.integration.access.leaks import plain, secrets_of
from tests.integration.access.visitors import Visitors

OTHER_KEY = "a key of another installation, long enough"
Sign = Callable[[str, str], str]
# Every kind, with what signs it: key and the id of what it opens. A new kind needs a row.
KINDS: dict[str, Sign] = {
    "/notifications/respond/": links.token_for,
    "/notifications/notify/with/": lambda key, id_: signed_links.token_for(key, "notify", id_),
    "/notifications/notify/questions/": lambda key, id_: signed_links.token_for(key, "question", id_),
    "/notifications/transferred/": lambda key, id_: signed_links.token_for(key, "transfer", id_),
    "/panel/owner/": owner_links.token_for,
    "/panel/answer/": lambda key, id_: answers.answer_token(key, id_, "nobody"),
}
# What makes a genuine link to an agency useless.
SPENT = {
    "used": "used_at = now()",
    "withdrawn": "withdrawn_at = now()",
    "too old": "expires_at = now() - interval '1 second'",
    "made for another token": "fingerprint = repeat('0', 64)",
}


def test_every_kind_of_signed_link_has_a_row() -> None:
    there = {service.prefix + path for service in SERVICES for path in service.signed_links}
    assert there == KINDS.keys()


def altered(token: str) -> str:
    """One letter of it is another one."""
    at = len(token) // 2
    return token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]


def not_signed(kind: str, key: str, link: str) -> dict[str, str]:
    """Tokens that are none of this kind's, by what is wrong with them."""
    genuine = KINDS[kind](key, link)
    others = {f"for {other}": sign(key, link) for other, sign in KINDS.items() if other != kind}
    return others | {
        "altered": altered(genuine),
        "cut short": genuine[:-3],
        "longer": genuine + "A",
        "without a signature": genuine.rpartition(".")[0],
        "of another key": KINDS[kind](OTHER_KEY, link),
        "in other letters": genuine.swapcase(),
        "of nothing": KINDS[kind](key, "there-is-no-such-link"),
    }


def a_link(place: Installation) -> str:
    """A link to an agency that nobody used, made to work for a day more."""
    mine = "SELECT link_id FROM responder_link WHERE used_at IS NULL AND withdrawn_at IS NULL LIMIT 1"
    longer = "UPDATE responder_link SET expires_at = now() + interval '1 day' WHERE link_id = :link"
    with place.databases["notifications"].engine.begin() as connection:
        link = str(connection.scalar(text(mine)))
        connection.execute(text(longer), {"link": link})
    return link


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_signed_for_this_is_answered_like_what_was_made_up(visitors: Visitors, kind: str) -> None:
    nobody, key = visitors.named["nobody"], visitors.place.settings.secret_key.get_secret_value()
    for method in ("GET", "POST"):
        made_up = nobody.ask(method, f"{kind}made-up")
        expected = made_up.status_code, plain(made_up.text, f"{kind}made-up")
        assert 400 <= made_up.status_code < 500
        for wrong, token in not_signed(kind, key, a_link(visitors.place)).items():
            answer = nobody.ask(method, f"{kind}{token}")
            assert (answer.status_code, plain(answer.text, f"{kind}{token}")) == expected, wrong


@pytest.mark.parametrize("why", SPENT)
def test_a_genuine_link_that_is_spent_opens_nothing_and_tells_of_no_case(
    visitors: Visitors, why: str
) -> None:
    place, nobody = visitors.place, visitors.named["nobody"]
    key, link = place.settings.secret_key.get_secret_value(), a_link(place)
    path = f"/notifications/respond/{links.token_for(key, link)}"
    assert nobody.ask("GET", path).status_code == 200
    with place.databases["notifications"].engine.connect() as connection:
        before = connection.execute(
            text("SELECT * FROM responder_link WHERE link_id = :link"), {"link": link}
        ).one()
    spend(place, link, SPENT[why])
    for method, below in (("GET", ""), ("POST", ""), ("GET", "/documents"), ("POST", "/nothing-held")):
        answer = nobody.ask(method, path + below)
        assert answer.status_code == 404, (method, below)
        assert secrets_of(place).told_by(answer.text, ()) == []
    spend(place, link, "used_at = NULL, withdrawn_at = NULL, fingerprint = :was", was=before.fingerprint)


def spend(place: Installation, link: str, how: str, **given: str) -> None:
    with place.databases["notifications"].engine.begin() as connection:
        asked = text(f"UPDATE responder_link SET {how} WHERE link_id = :link")
        connection.execute(asked, {"link": link, **given})


def test_a_receipt_and_a_draft_open_with_their_own_tokens_alone(visitors: Visitors) -> None:
    nobody, key = visitors.named["nobody"], visitors.place.settings.secret_key.get_secret_value()
    for under in ("/notifications/notify/received/", "/notifications/notify/saved/"):
        made_up = nobody.ask("GET", f"{under}made-up")
        for sign in KINDS.values():
            token = sign(key, visitors.case)
            answer = nobody.ask("GET", f"{under}{token}")
            assert plain(answer.text, f"{under}{token}") == plain(made_up.text, f"{under}made-up")
            assert answer.status_code == made_up.status_code == 404
