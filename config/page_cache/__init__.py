"""Whole pages for strangers, kept in Redis and in each process, and never shown once what they show has changed.

Reads from top to bottom: `requests` (what a stranger asks for), `changes` (what has changed since), `copies` (a kept
page and its answers), `shelf` (where copies are), `rendering` (how one is made), `application` (the WSGI wrapper).
"""
