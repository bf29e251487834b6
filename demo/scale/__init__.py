"""A site as large as one likes, to measure on: deterministic rows, written by COPY.

Reads from top to bottom: `words` (texts), `shape` (how much of what), `rows` (what is written), `copying` (how).
"""
