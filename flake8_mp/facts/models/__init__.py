"""What libraries do, a subject a file."""
