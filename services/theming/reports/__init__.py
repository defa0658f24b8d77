"""Reports: their figures gathered as they were known at an instant, protected as one, and made into files."""
