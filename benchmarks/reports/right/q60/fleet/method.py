"""Threads run here while processes are started: hence never fork."""
import multiprocessing

mp = multiprocessing.get_context("spawn")
