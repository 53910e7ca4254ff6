"""One file a rule: its metadata, its page, its question."""
