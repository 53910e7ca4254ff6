"""A dictionary in shared memory for several processes on a machine."""
import json
import multiprocessing as mp
from multiprocessing.shared_memory import SharedMemory


class SharedDict:
    def __init__(self, name: str, size: int = 4096) -> None:
        try:
            self._memory = SharedMemory(name=name, create=True, size=size)
            self._memory.buf[:2] = b"{}"
        except FileExistsError:
            self._memory = SharedMemory(name=name)

    def _read(self) -> dict:
        raw = bytes(self._memory.buf).partition(b"\0")[0]
        return json.loads(raw)

    def _write(self, data: dict) -> None:
        raw = json.dumps(data).encode() + b"\0"
        if len(raw) > self._memory.size:
            raise ValueError("shared dictionary is full")
        self._memory.buf[:len(raw)] = raw

    def __setitem__(self, key: str, value) -> None:
        data = self._read()
        data[key] = value
        self._write(data)

    def __getitem__(self, key: str):
        return self._read()[key]

    def close(self) -> None:
        self._memory.close()

    def destroy(self) -> None:
        self._memory.close()
        self._memory.unlink()


def refresh(name: str, token: str) -> None:
    tokens = SharedDict(name)
    tokens[token] = f"{token}-fresh"
    tokens.close()


def main() -> None:
    name = "l16_tokens"
    tokens = SharedDict(name)
    tokens["0005"] = "2022-01-31"
    for token in ("0006", "0007"):
        process = mp.Process(target=refresh, args=(name, token))
        process.start()
        process.join()
    print(tokens["0005"], tokens["0006"], tokens["0007"])
    tokens.destroy()


if __name__ == "__main__":
    main()
