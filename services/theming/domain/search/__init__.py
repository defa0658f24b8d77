"""Rules of searching: what may be asked, what a hit is, and which are shown."""
