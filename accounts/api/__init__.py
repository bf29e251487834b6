"""What every endpoint under /api/v1/ shares, and the endpoints of a member's own account."""
