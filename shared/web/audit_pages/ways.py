"""Where the pages of the audit lead to."""

from fastapi import Request

from shared.web.rendering import url_for
from shared.web.site import site_of


def audits_elsewhere(request: Request, name: str) -> list[tuple[str, str]]:
    """(label, path) of the same page of the other services, by what the navigation calls their audit."""
    own, here = url_for(request, "audit"), url_for(request, name)
    below = here.removeprefix(own)
    items = site_of(request).navigation
    return [
        (each.label, each.path + below) for each in items if each.path.endswith("/audit") and each.path != own
    ]
