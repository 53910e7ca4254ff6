import http.server
import multiprocessing

import pytest


@pytest.fixture(scope="session")
def server_url():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"pong " + self.path.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    httpd = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    process = multiprocessing.Process(target=httpd.serve_forever, daemon=True)
    process.start()
    yield "http://127.0.0.1:%d" % httpd.server_port
    process.terminate()
    process.join()
    httpd.server_close()
