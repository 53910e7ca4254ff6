import multiprocessing
import unittest
import urllib.request

from app import run_server


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = multiprocessing.Queue()
        cls.process = multiprocessing.Process(target=run_server, args=(port,), daemon=True)
        cls.process.start()
        cls.port = port.get(timeout=20)

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.join()

    def fetch(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return response.read().decode()

    def test_reverse(self):
        self.assertEqual(self.fetch("/abc"), "cba/")

    def test_root(self):
        self.assertEqual(self.fetch("/"), "/")
