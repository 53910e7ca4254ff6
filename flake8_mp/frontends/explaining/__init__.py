"""``flake8-mp explain``: what is asked for, which rules that is about, and how it is shown."""
