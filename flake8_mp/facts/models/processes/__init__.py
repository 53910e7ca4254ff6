"""Processes: how they are started, live and end."""
