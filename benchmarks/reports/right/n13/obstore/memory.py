class MemoryStore:
    def __init__(self):
        self.objects = {}

    def put(self, path, data):
        self.objects[path] = data

    def get(self, path):
        return self.objects[path]

    def list(self, prefix):
        return sorted(p for p in self.objects if p.startswith(prefix))
