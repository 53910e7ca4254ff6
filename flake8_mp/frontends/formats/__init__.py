"""The formats of the command's output, one module each: a file dropped in here is a format."""
