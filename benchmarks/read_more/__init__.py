"""How good Read More is, and how its cost grows."""
