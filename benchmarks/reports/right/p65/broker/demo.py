"""Not in __main__: a spawned child of ``python -m broker`` does not load that again."""
import os


def publisher(client, topic, count):
    with client:
        for n in range(count):
            client.publish(topic, (os.getpid(), n))


def drain(client, topic):
    items = []
    while batch := client.fetch(topic, 4):
        items.extend(batch)
    return items
