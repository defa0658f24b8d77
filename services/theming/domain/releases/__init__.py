"""Statistics that go out: what a release is, and how a table of it is laid out."""
