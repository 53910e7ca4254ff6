from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class GreetingServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, greeting: str) -> None:
        if not greeting:
            raise ValueError("no greeting")
        super().__init__(("127.0.0.1", 0), GreetingHandler)
        self.greeting = greeting


class GreetingHandler(BaseHTTPRequestHandler):
    server: GreetingServer

    def do_GET(self) -> None:
        body = json.dumps({"message": f"{self.server.greeting} {self.path[1:]}"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None
