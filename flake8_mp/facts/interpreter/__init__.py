"""Python itself, on abstract values."""
