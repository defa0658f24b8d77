"""Rules of comparing: how alike two cases are, by which reasons, and what was decided in like cases."""
