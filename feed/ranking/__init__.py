"""How posts are ordered."""
