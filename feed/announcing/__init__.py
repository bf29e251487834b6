"""Telling members what others answer and publish."""
