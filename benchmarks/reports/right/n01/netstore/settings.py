PROBE_TIMEOUT = 5.0

SHARES = [
    {"name": "camera1", "path": ".", "pattern": "*.py"},
    {"name": "camera2", "path": "netstore", "pattern": "*.py"},
]
