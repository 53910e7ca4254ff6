"""Access logs in the Common Log Format."""

import collections

status = ""


def count_pages(log):
    """Count how often each page was requested, of the answers with the status that is asked for."""
    pages = collections.Counter()
    for line in log.splitlines():
        _, request, answer = line.split('"')
        if answer.split()[0].startswith(status):
            pages[request.split()[1]] += 1
    return pages
