"""Every figure in the README, as a command that measures it."""
