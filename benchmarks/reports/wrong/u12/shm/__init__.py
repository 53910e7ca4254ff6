from .mapreduce import MapReduce

__all__ = ["MapReduce"]
