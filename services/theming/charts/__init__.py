"""Charts of what is counted: each a function of plain facts to one accessible SVG image."""
