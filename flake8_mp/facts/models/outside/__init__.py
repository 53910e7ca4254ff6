"""Libraries of others."""
