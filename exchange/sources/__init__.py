"""What other systems write, read one thing after the other; nothing here knows the database."""
