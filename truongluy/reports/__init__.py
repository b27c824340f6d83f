"""Reports from findings, policy and inventory, never from a connection."""
