"""A menu for a password vault."""
