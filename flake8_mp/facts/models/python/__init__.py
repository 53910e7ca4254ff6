"""Parts of Python that the interpreter leaves to models."""
