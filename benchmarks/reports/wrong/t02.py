"""Web push: subscriptions in SQLite, deliveries in worker processes."""
import json
import multiprocessing
import sqlite3
from hashlib import sha1


class Pusher:
    SCHEMA = "create table if not exists subscriptions (user integer, endpoint text)"

    def __init__(self, db_name: str = ":memory:", verbose: bool = False) -> None:
        self.verbose = verbose
        self.key = sha1(db_name.encode()).hexdigest()[:8]
        self.conn = sqlite3.connect(db_name)
        self.conn.execute(self.SCHEMA)

    def subscribe(self, user: int, endpoint: str) -> None:
        with self.conn:
            self.conn.execute("insert into subscriptions values (?, ?)", (user, endpoint))

    def endpoints(self, user: int) -> list[str]:
        rows = self.conn.execute("select endpoint from subscriptions where user = ? order by endpoint", (user,))
        return [row[0] for row in rows]

    def deliver(self, endpoint: str, payload: str) -> str:
        digest = sha1((self.key + endpoint + payload).encode()).hexdigest()
        return f"{endpoint} {digest[:6]}"

    def notify(self, user: int, message: dict, processes: int = 2) -> list[str]:
        payload = json.dumps(message)
        with multiprocessing.Pool(processes) as pool:
            pending = [pool.apply_async(self.deliver, (endpoint, payload)) for endpoint in self.endpoints(user)]
            return [result.get() for result in pending]


def main() -> None:
    pusher = Pusher()
    for number in range(4):
        pusher.subscribe(1, f"https://push.test/{number}")
    for line in pusher.notify(1, {"title": "Build", "body": "finished"}):
        print(line)


if __name__ == "__main__":
    main()
