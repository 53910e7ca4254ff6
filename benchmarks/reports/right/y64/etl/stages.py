def parse(row):
    name, _, value = row.partition(";")
    return {"name": name, "value": value}


def clean(row):
    if not row["name"] or not row["value"].isdigit():
        return None
    return {**row, "value": int(row["value"])}


def enrich(row):
    return {**row, "square": row["value"] ** 2}
