"""The doors through which findings reach people."""
