"""Queues, pipes and events."""
