"""What people type about themselves, a module a noun."""
