def score_row(row):
    filled = sum(bool(value.strip()) for value in row)
    return row._replace(**{row._fields[-1]: f"{filled}/{len(row)}"})
