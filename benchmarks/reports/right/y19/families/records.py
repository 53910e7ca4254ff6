def load_records():
    return {"bgc1": "abcdef", "bgc2": "abcdeg", "bgc3": "xyzuvw", "bgc4": "xyzuva"}
