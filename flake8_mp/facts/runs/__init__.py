"""What is run, as whom."""
