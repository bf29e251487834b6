"""Deeds about accounts, a module a noun."""
