"""The feed for programs, under /api/v1/."""
