"""Rows about libraries beside the standard one.

joblib 1.6 (``joblib/parallel.py``, ``joblib/_parallel_backends.py``), PyTorch 2.13 (``torch/multiprocessing/spawn.py``,
``torch/utils/data/dataloader.py``); and what holds connections and files, whose kinds stand in ``kinds.py``.
"""

from __future__ import annotations

from flake8_mp.facts.row import PICKLED, Row, Send

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
FUNCTIONS |= {
    "tqdm.contrib.concurrent.process_map": Row(
        "fn", "ProcessPoolExecutor", {"fn": Send("function", PICKLED)}, effect="process_map"
    ),
    "torchvision.datasets.ImageFolder": Row(
        "root transform target_transform loader is_valid_file allow_empty", effect="holds"
    ),
    "torchvision.datasets.DatasetFolder": Row(
        "root loader extensions transform target_transform is_valid_file allow_empty", effect="holds"
    ),
    **{
        f"torchvision.datasets.{name}": Row("root train transform target_transform download", effect="holds")
        for name in ("MNIST", "FashionMNIST", "CIFAR10", "CIFAR100")
    },
    "torchvision.transforms.Compose": Row("transforms", effect="first"),
    "torchvision.transforms.Lambda": Row("lambd", effect="first"),
    "torchvision.transforms.v2.Compose": Row("transforms", effect="first"),
    "torchvision.transforms.v2.Lambda": Row("lambd", effect="first"),
    "concurrent.futures.InterpreterPoolExecutor": Row(
        "max_workers thread_name_prefix initializer initargs", "InterpreterPoolExecutor"
    ),
    "sqlalchemy.create_engine": Row("url", "sqlalchemy.Engine"),
    "sqlalchemy.orm.Session": Row("bind", "sqlalchemy.Session"),
    "psycopg.connect": Row("conninfo * autocommit", "psycopg.Connection"),
    "psycopg2.connect": Row("dsn connection_factory cursor_factory", "psycopg2.connection"),
    "pymysql.connect": Row("", "pymysql.Connection"),
    "redis.Redis": Row("host port db password", "redis.Redis"),
    "redis.from_url": Row("url", "redis.Redis"),
    "pymongo.MongoClient": Row("host port", "pymongo.MongoClient", effect="mongo_client"),
    "httpx.Client": Row("", "httpx.Client"),
    "httpx.AsyncClient": Row("", "httpx.Client"),
    "aiohttp.ClientSession": Row("base_url", "aiohttp.ClientSession"),
    "grpc.insecure_channel": Row("target options", "grpc.Channel"),
    "grpc.secure_channel": Row("target credentials", "grpc.Channel"),
    "h5py.File": Row("name mode", "h5py.File"),
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
for _kind in (
    "lmdb.Environment",
    "lmdb.open",
    "sqlalchemy.Connection",
    "sqlalchemy.Session",
    "psycopg.Connection",
    "psycopg.Cursor",
    "psycopg2.cursor",
    "pymysql.Connection",
    "redis.Redis",
    "pymongo.MongoClient",
    "httpx.Client",
    "aiohttp.ClientSession",
    "grpc.Channel",
    "h5py.File",
):
    METHODS[_kind] = {
        "close": Row("", effect="close"),
        "__enter__": Row("", effect="self"),
        "__exit__": Row("t v tb", effect="close"),
    }
METHODS["InterpreterPoolExecutor"] = {
    "submit": Row("fn", effect="interpreter_submit"),
    "map": Row("fn", effect="interpreter_map"),
    "shutdown": Row("wait * cancel_futures", effect="join"),
    "__enter__": Row("", effect="self"),
    "__exit__": Row("exc_type exc_val exc_tb", effect="join"),
}
METHODS["sqlalchemy.Engine"] = {"connect": Row("", "sqlalchemy.Connection")}
METHODS["psycopg.Connection"] |= {"cursor": Row("name", "psycopg.Cursor")}
METHODS["psycopg2.connection"] = {
    "close": Row("", effect="close"),
    # Leaving its block ends the transaction, not the connection.
    "__enter__": Row("", effect="self"),
    "__exit__": Row("t v tb"),
    "cursor": Row("name cursor_factory", "psycopg2.cursor"),
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {
    "joblib.parallel.Parallel": "joblib.Parallel",
    "joblib.parallel.delayed": "joblib.delayed",
    "joblib.parallel.parallel_backend": "joblib.parallel_backend",
    "joblib.parallel.parallel_config": "joblib.parallel_config",
    "sklearn.utils.parallel.Parallel": "joblib.Parallel",
    "sklearn.utils.parallel.delayed": "joblib.delayed",
    "concurrent.futures.interpreter.InterpreterPoolExecutor": "concurrent.futures.InterpreterPoolExecutor",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.engine_from_config": "sqlalchemy.create_engine",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "psycopg.Connection.connect": "psycopg.connect",
    "redis.StrictRedis": "redis.Redis",
    "redis.Redis.from_url": "redis.from_url",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "torch.utils.data.dataloader.DataLoader": "torch.utils.data.DataLoader",
    "torch.utils.data.dataset.Dataset": "torch.utils.data.Dataset",
    "torch.utils.data.dataset.IterableDataset": "torch.utils.data.IterableDataset",
    "torch.utils.data.dataset.Subset": "torch.utils.data.Subset",
}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
OUTSIDE = {
    "sqlalchemy.Engine": "a SQLAlchemy engine",
    "sqlalchemy.Connection": "a SQLAlchemy connection",
    "sqlalchemy.Session": "a SQLAlchemy session",
    "psycopg.Connection": "a psycopg connection",
    "psycopg.Cursor": "a psycopg cursor",
    "psycopg2.connection": "a psycopg2 connection",
    "psycopg2.cursor": "a psycopg2 cursor",
    "pymysql.Connection": "a PyMySQL connection",
    "redis.Redis": "redis.Redis",
    "pymongo.MongoClient": "pymongo.MongoClient",
    "httpx.Client": "httpx.Client",
    "aiohttp.ClientSession": "aiohttp.ClientSession",
    "grpc.Channel": "a gRPC channel",
    "h5py.File": "an open HDF5 file",
}
"""What pickle refused when it was asked (SQLAlchemy 2.1, psycopg 3.3, psycopg2 2.9, PyMySQL 1.2, redis 8.1, PyMongo
4.20, httpx 0.28, aiohttp 3.14, gRPC 1.85, h5py 3.16); ``requests.Session`` it takes."""
FORK_UNSAFE = frozenset(
    {
        "psycopg.Connection",
        "psycopg.Cursor",
        "psycopg2.connection",
        "psycopg2.cursor",
        "lmdb.Environment",
        "lmdb.open",
        "pymongo.MongoClient",
        "pymongo.MongoClient.__getitem__",
        "pymongo.MongoClient.__getitem__.__getitem__",
        "sqlalchemy.Connection",
    }
)
"""Connections of libraries that say themselves that a forked child must not use its parent's."""
