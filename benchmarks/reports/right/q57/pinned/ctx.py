"""The one context of this program; the server imports the table before it forks workers."""
import multiprocessing

CTX = multiprocessing.get_context("forkserver")
CTX.set_forkserver_preload(["pinned.heavy"])
