def stamp(inbox, outbox):
    while (n := inbox.get()) is not None:
        outbox.put((n, f"#{n:03}"))
