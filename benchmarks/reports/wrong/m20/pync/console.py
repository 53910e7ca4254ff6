import sys


class Console:
    def __init__(self, stdout=None, stderr=None):
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr

    def info(self, text):
        print(text, file=self.stderr)

    def write(self, text):
        self.stdout.write(text + "\n")
        self.stdout.flush()
