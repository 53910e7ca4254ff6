"""Rows about libraries beside the standard one.

joblib 1.6 (``joblib/parallel.py``, ``joblib/_parallel_backends.py``), PyTorch 2.13 (``torch/multiprocessing/spawn.py``,
``torch/utils/data/dataloader.py``).
"""

from __future__ import annotations

from flake8_mp.facts.tables.row import Row

FUNCTIONS: dict[str, Row] = {
    "joblib.Parallel": Row(
        "n_jobs backend return_as verbose timeout pre_dispatch batch_size temp_folder max_nbytes mmap_mode prefer "
        "require",
        "joblib.Parallel",
        effect="parallel",
    ),
    "joblib.delayed": Row("function", "joblib.delayed", effect="delayed"),
    "joblib.parallel_backend": Row("backend n_jobs inner_max_num_threads", "joblib backend", effect="parallel_backend"),
    "joblib.parallel_config": Row(
        "backend * n_jobs verbose temp_folder max_nbytes mmap_mode prefer require inner_max_num_threads",
        "joblib backend",
        effect="parallel_backend",
    ),
    "torch.utils.data.DataLoader": Row(
        "dataset batch_size shuffle sampler batch_sampler num_workers collate_fn pin_memory drop_last timeout "
        "worker_init_fn multiprocessing_context generator * prefetch_factor persistent_workers",
        "DataLoader",
        effect="loader",
    ),
    "torch.utils.data.Subset": Row("dataset indices", effect="first"),
    "torch.multiprocessing.spawn": Row("fn args nprocs join daemon start_method", "torch processes", effect="spawn"),
    "torch.multiprocessing.start_processes": Row(
        "fn args nprocs join daemon start_method", "torch processes", effect="spawn"
    ),
}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "joblib.Parallel": {
        "__enter__": Row("", effect="enter_parallel"),
        "__exit__": Row("exc_type exc_value traceback"),
        "__call__": Row("iterable", effect="call_parallel"),
    },
    "joblib.delayed": {"__call__": Row("", effect="call_delayed")},
    "joblib backend": {
        "__enter__": Row("", effect="self"),
        "__exit__": Row("type value traceback", effect="restore_backend"),
        "unregister": Row("", effect="restore_backend"),
    },
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {
    "joblib.parallel.Parallel": "joblib.Parallel",
    "joblib.parallel.delayed": "joblib.delayed",
    "joblib.parallel.parallel_backend": "joblib.parallel_backend",
    "joblib.parallel.parallel_config": "joblib.parallel_config",
    "sklearn.utils.parallel.Parallel": "joblib.Parallel",
    "sklearn.utils.parallel.delayed": "joblib.delayed",
    "torch.utils.data.dataloader.DataLoader": "torch.utils.data.DataLoader",
    "torch.utils.data.dataset.Dataset": "torch.utils.data.Dataset",
    "torch.utils.data.dataset.IterableDataset": "torch.utils.data.IterableDataset",
    "torch.utils.data.dataset.Subset": "torch.utils.data.Subset",
}
"""Other dotted names of the same things."""
KIN: dict[str, str] = {}
"""A kind whose methods are those of another."""
