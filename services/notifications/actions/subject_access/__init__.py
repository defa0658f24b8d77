"""A request of a living person named in a case: logged, answered by two people, kept sealed."""
