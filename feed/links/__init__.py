"""Addresses of pages elsewhere, and what those pages say of themselves."""
