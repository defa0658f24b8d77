"""Words of cases and their vectors, for finding which cases are alike."""
