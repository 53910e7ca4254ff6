"""What is handed to other processes."""
