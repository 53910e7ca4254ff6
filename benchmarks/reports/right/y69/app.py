"""The server under test."""

import http.server


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.path[::-1].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def run_server(port):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        port.put(server.server_port)
        server.serve_forever()
