"""Where things go; the working folder is found when the program starts."""
import os

#: The folder the user was in, set by the command line
working_dir = None


def set_working_dir(folder=None):
    global working_dir
    working_dir = folder or os.getcwd()
    return working_dir


def log_folder():
    return os.path.join(str(working_dir), "wrapper-logs")
