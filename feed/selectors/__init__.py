"""The data for one screen each; nothing here writes."""
