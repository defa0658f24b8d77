"""What may be shown of a small count: the policies, and the four things that a cell can be."""
