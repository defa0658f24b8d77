"""How timely deaths are notified: counted by period, by who notified and by place of death."""
