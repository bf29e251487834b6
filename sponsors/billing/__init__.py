"""What deliveries cost: pure functions on plain values."""
