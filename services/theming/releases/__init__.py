"""Releases of statistics: put together, protected with all that is out, and made into files."""
