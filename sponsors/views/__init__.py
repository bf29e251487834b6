"""What readers and sponsors ask for, a module a noun."""
