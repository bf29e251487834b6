"""Loading the demo site, and clearing it away."""
