"""Topic broker on a Unix socket, for tests and small tools."""
