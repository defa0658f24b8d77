"""HTML journeys of the office, the notifier and the agencies."""
