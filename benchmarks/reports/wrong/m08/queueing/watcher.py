def watch_logs(readers):
    lines = []
    for reader in readers:
        while True:
            try:
                lines.append(reader.recv_bytes().decode())
            except EOFError:
                reader.close()
                break
    return lines
