"""Which posts stand under a post. `refresh` is the only door to the database; the rest is pure."""
