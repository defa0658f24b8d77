"""The names of the services in their row, and one of them without loading the others."""

from importlib import import_module

from shared.service import Service

NAMES = ("notifications", "panel", "theming")


def service_named(name: str) -> Service:
    """Loads that service and no other. Raises LookupError with the known names."""
    if name not in NAMES:
        raise LookupError(f"There is no service '{name}'. Known: {', '.join(NAMES)}")
    service: Service = import_module(f"services.{name}.app").SERVICE
    return service
