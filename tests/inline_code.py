"""What a page holds that our content security policy would stop, or that leads elsewhere."""

from collections.abc import Iterable
from html.parser import HTMLParser

OURS = ("/static/",)
_FETCHING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "object": "data", "embed": "src"}


def inline_code_in(html: str) -> list[str]:
    """In words, each script, style or handler that stands in the page, and all that comes from elsewhere."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {fault}" for fault in _faults(tag, given)]


def _faults(tag: str, given: dict[str, str]) -> Iterable[str]:
    yield from (f"{name}=>" for name in given if name.startswith("on") or name == "style")
    yield from (
        f"{name}={value[:30]}>"
        for name, value in given.items()
        if value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
    )
    if tag in ("style", "base") or (tag == "script" and "src" not in given):
        yield "> stands in the page"
    if tag == "meta" and "http-equiv" in given:
        yield f"http-equiv={given['http-equiv']}>"
    fetched = given.get(_FETCHING.get(tag, ""), "")
    if (
        fetched
        and not fetched.startswith(OURS)
        and not _is_link_only(tag, given)
        and (fetched[:1] != "/" or fetched[:2] == "//")
    ):
        yield f"fetches {fetched[:40]}>"
    action = given.get("action", "") if tag == "form" else given.get("formaction", "")
    if action.startswith(("http:", "https:", "//")):
        yield f"sends to {action[:40]}>"


def _is_link_only(tag: str, given: dict[str, str]) -> bool:
    return tag == "link" and given.get("rel") == "canonical"
