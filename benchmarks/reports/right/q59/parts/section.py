def write(path, index):
    with open(path, "x") as f:
        f.writelines(f"{index}:{j}\n" for j in range(4))
