"""Faults made on purpose, on real processes; and the judge that counts what they did."""
