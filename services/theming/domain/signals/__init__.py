"""Signals in small numbers: what is watched, how it is judged, and what becomes of a signal."""
