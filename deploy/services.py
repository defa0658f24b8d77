"""The services in their row. Only ``deploy`` may know them all."""

from deploy.service_row import NAMES, service_named
from shared.service import Service

SERVICES: tuple[Service, ...] = tuple(service_named(name) for name in NAMES)
BY_NAME = {service.name: service for service in SERVICES}
