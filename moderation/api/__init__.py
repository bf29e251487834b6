"""Moderation for programs: members report, moderators decide."""
