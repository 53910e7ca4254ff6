"""What runs in workers, and what it finds and changes there."""
