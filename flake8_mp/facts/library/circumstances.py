"""Rows about what belongs to one process: signals, streams, settings, random state."""

from __future__ import annotations

from flake8_mp.facts.row import Row

CHANGE_HANDLERS = frozenset({"handlers", "removeHandler", "propagate"})


FUNCTIONS: dict[str, Row] = {
    "logging.basicConfig": Row("", effect="configure_logging"),
    "logging.config.dictConfig": Row("config", effect="configure_logging"),
    "logging.config.fileConfig": Row("fname", effect="configure_logging"),
    "logging.getLogger": Row("name", "Logger", effect="get_logger"),
    "logging.info": Row("msg", effect="logs"),
    "logging.debug": Row("msg", effect="logs"),
    "logging.warning": Row("msg", effect="logs"),
    "logging.error": Row("msg", effect="logs"),
    "logging.handlers.QueueHandler": Row("queue", "log handler"),
    "logging.handlers.RotatingFileHandler": Row(
        "filename mode maxBytes backupCount", "rotating handler", effect="rotating_file"
    ),
    "logging.handlers.TimedRotatingFileHandler": Row(
        "filename when interval backupCount", "rotating handler", effect="rotating_file"
    ),
    "logging.FileHandler": Row("filename mode", "logging.FileHandler", effect="log_file"),
    "warnings.simplefilter": Row("action category", effect="filter_warnings"),
    "warnings.filterwarnings": Row("action message category module", effect="filter_warnings"),
    "warnings.resetwarnings": Row("", effect="filter_warnings"),
    "warnings.warn": Row("message category", effect="needs_setting"),
    "os.register_at_fork": Row("* before after_in_parent after_in_child", effect="at_fork"),
    "sys.setrecursionlimit": Row("", effect="sets_for_process"),
    "sys.getrecursionlimit": Row("", effect="needs_setting"),
    "locale.setlocale": Row("category locale", effect="sets_for_process"),
    "locale.getlocale": Row("category", effect="needs_setting"),
    "locale.localeconv": Row("", effect="needs_setting"),
    "locale.format_string": Row("f val grouping monetary", effect="needs_setting"),
    "locale.currency": Row("val", effect="needs_setting"),
    "locale.strxfrm": Row("", effect="needs_setting"),
    "locale.strcoll": Row("", effect="needs_setting"),
    "socket.setdefaulttimeout": Row("", effect="sets_for_process"),
    "socket.getdefaulttimeout": Row("", effect="needs_setting"),
    "os.chdir": Row("path", effect="changes_folder"),
    "os.mkdir": Row("path mode", effect="makes_folder"),
    "os.makedirs": Row("name mode exist_ok", effect="makes_folder"),
    "os.rmdir": Row("path", effect="removes"),
    "shutil.rmtree": Row("path ignore_errors", effect="removes"),
    "shutil.move": Row("src dst", effect="removes"),
    "os.rename": Row("src dst", effect="removes"),
    "signal.signal": Row("signalnum handler", effect="signal"),
    "signal.getsignal": Row("signalnum", effect="needs_signal"),
    "signal.raise_signal": Row("signalnum", effect="needs_signal"),
    "os.wait": Row("", effect="waits_for_any"),
    "os.waitpid": Row("pid options", effect="waits_for_any"),
    "os.wait4": Row("pid options", effect="waits_for_any"),
    "os.pipe": Row("", effect="descriptors"),
    "os.openpty": Row("", effect="descriptors"),
    "os.open": Row("path flags", "file descriptor"),
    "os.dup": Row("fd", "file descriptor"),
    "io.open": Row("file mode buffering encoding", "file", effect="open_file"),
    "sys.stdout.write": Row("", effect="writes_out"),
    "sys.stdout.flush": Row("", effect="writes_out"),
    "input": Row("prompt", effect="reads_input"),
    "getpass.getpass": Row("prompt stream", effect="reads_input"),
    "sys.stdin.read": Row("", effect="reads_input"),
    "sys.stdin.readline": Row("", effect="reads_input"),
    "sys.stdin.readlines": Row("", effect="reads_input"),
}
"""Functions and classes by the dotted name under which the documentation knows them."""
METHODS: dict[str, dict[str, Row]] = {
    "Logger": {
        "setLevel": Row("level", effect="set_level"),
        "addHandler": Row("hdlr", effect="add_handler"),
        "getChild": Row("suffix", "Logger", effect="get_logger"),
        "info": Row("msg", effect="logs"),
        "debug": Row("msg", effect="logs"),
        "warning": Row("msg", effect="logs"),
        "error": Row("msg", effect="logs"),
        "exception": Row("msg", effect="logs"),
        "critical": Row("msg", effect="logs"),
        "getEffectiveLevel": Row("", effect="logs"),
    },
    "file": {
        "write": Row("s", effect="write_file"),
        "writelines": Row("lines", effect="write_file"),
        "flush": Row("", effect="flush_file"),
        "fileno": Row("", "file descriptor"),
    },
    "ContextVar": {
        "set": Row("value", effect="sets_variable"),
        "reset": Row("token", effect="resets_variable"),
        "get": Row("default", effect="needs_variable"),
    },
    "pytest.MonkeyPatch": {"setattr": Row("target name value raising", effect="replace_attribute")},
    "socket": {"fileno": Row("", "file descriptor")},
    "Connection": {"fileno": Row("", "file descriptor")},
}
"""Methods by the kind of their object; a method that stands here replaces one of the same name in ``core.py``."""
ALIASES: dict[str, str] = {}
"""Other dotted names of the same things."""
BASE_KINDS: dict[str, str] = {}
"""A kind whose methods are those of another."""
