"""The pages of theming."""
