RESIDUES = "GASPVTCLNDQKEMHFRYW"


def best_peptide(number, length=5):
    picked = []
    for position in range(length):
        scores = [(hash((number, position, index)) % 997, residue) for index, residue in enumerate(RESIDUES)]
        picked.append(max(scores)[1])
    return "".join(picked)
