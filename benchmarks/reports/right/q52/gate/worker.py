def serve(index, ready, go, stop, out):
    turn = 0
    ready.release()
    while True:
        go.acquire()
        if stop.is_set():
            return
        turn += 1
        out.put((index, turn))
