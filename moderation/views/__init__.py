"""Pages where members meet moderation."""
