"""Telling members what others answer."""
