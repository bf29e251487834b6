"""Whether a text may appear at once."""
