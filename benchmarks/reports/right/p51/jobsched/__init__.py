"""A small job scheduler: dependencies, priorities, worker processes."""
