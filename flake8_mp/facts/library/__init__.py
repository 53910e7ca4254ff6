"""The rows of the API table, a file for each subject; ``api.py`` joins them."""
