"""Reads of theming, each starting from who is looking."""
