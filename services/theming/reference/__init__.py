"""Denominators: populations and live births, from dated files that the operator loads."""
