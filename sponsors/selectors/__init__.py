"""What screens and decisions need to know, a module a noun."""
