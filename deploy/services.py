"""The services in their row. Only ``deploy`` may know them all."""

from services.notifications.app import SERVICE as NOTIFICATIONS
from services.panel.app import SERVICE as PANEL
from services.theming.app import SERVICE as THEMING
from shared.service import Service

SERVICES: tuple[Service, ...] = (NOTIFICATIONS, PANEL, THEMING)
BY_NAME = {service.name: service for service in SERVICES}
