"""Servers of managers, and proxies."""
