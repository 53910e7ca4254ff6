def score_row(row):
    filled = sum(bool(value.strip()) for value in row)
    return row[0], filled / len(row._fields)
