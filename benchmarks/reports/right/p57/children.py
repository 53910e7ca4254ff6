"""Targets of the supervised processes. They get the shutdown pipe as first argument."""
import sys


def steady(lifeline, journal):
    journal.put(("steady", "up"))
    lifeline.poll(None)
    journal.put(("steady", "down"))


def limited(lifeline, journal, starts):
    with starts.get_lock():
        starts.value += 1
        attempt = starts.value
    journal.put(("limited", attempt))
    if attempt < 3:
        sys.exit(attempt)


def once(lifeline, journal):
    journal.put(("once", "ran"))
