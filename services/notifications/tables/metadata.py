"""Where every table of this service's database is gathered."""

from shared.storage import service_metadata

metadata = service_metadata()
