"""Pools, executors and their tasks."""
