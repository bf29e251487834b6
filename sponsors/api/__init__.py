"""The sponsors' desk for programs."""
