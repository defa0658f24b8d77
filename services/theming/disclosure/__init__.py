"""Complementary suppression and its audit: numerical work, kept out of the pure domain."""
