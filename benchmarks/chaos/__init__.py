"""Counting under fire: everything that can be killed is killed, and every acknowledged event must be there once."""
