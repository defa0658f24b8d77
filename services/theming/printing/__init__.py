"""Blocks made into files: a web page that stands alone, a tagged PDF and a Word document."""
