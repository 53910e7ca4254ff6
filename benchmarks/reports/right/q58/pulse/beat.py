def beat(count, changed, stop, interval):
    """The only writer of count."""
    while not stop.wait(interval):
        with changed:
            count.value += 1
            changed.notify()
