"""The reader of pages finds what the policy would stop, so that a page without faults says something."""

import pytest

from tests.inline_code import inline_code_in


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=\"go()\">x</p>", "<svg><g style='fill:red'></g></svg>", "<style>p{}</style>",
        "<script>go()</script>", "<script src='https://cdn.example/x.js'></script>",
        "<a href=' JavaScript:go()'>x</a>", "<img src='//elsewhere.example/x.png'>",
        "<form action='https://elsewhere.example/'></form>", "<base href='/x'>",
        "<button formaction='https://elsewhere.example/'>x</button>",
        "<iframe src='data:text/html,x'></iframe>",
        "<meta http-equiv='refresh' content='0'>",
    ],
)  # fmt: skip
def test_code_that_stands_in_a_page_is_found(html: str) -> None:
    assert inline_code_in(f"<main>{html}</main>")


def test_a_page_of_ours_has_none() -> None:
    html = "<link rel='stylesheet' href='/static/a.css'><script src='/static/a.js'></script>"
    assert (
        inline_code_in(
            html
            + "<img src='/panel/x.png'>"
            + "<a href='https://www.gov.uk'>x</a><form action='/themes/x'></form>"
        )
        == []
    )
