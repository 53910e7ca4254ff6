from multiprocessing import Pool


def separate_bshells(bvals, ref_bvals):
    shells = {}
    for ref in ref_bvals:
        shells[ref] = [n for n, value in enumerate(bvals) if value == ref]
        if not shells[ref]:
            raise ValueError(f"no shell {ref}")
    return shells


def separate_all(images, ref_bvals, ncpu):
    outputs, failures = {}, {}
    pool = Pool(ncpu)
    pending = [
        (name, pool.apply_async(separate_bshells, kwds={"bvals": bvals, "ref_bvals": ref_bvals}))
        for name, bvals in images.items()
    ]
    pool.close()
    pool.join()
    for name, result in pending:
        try:
            outputs[name] = result.get()
        except ValueError as exc:
            failures[name] = str(exc)
    return outputs, failures
