"""What the national database is told of a case: our answers, seen through its items."""
