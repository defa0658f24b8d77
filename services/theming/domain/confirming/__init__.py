"""Rules of confirming: sentences that people judged, cases read twice, how far proposals can be trusted."""
