"""A living person named in a case asks what is held about them (UK GDPR, article 15)."""
