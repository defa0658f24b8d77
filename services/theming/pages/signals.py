"""Pages of signals."""

from shared.web import HtmlRouter

html = HtmlRouter()
