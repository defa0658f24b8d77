"""What notifications prints."""
