"""The language server: what the linter knows, in editors. pygls and lsprotocol are imported here and nowhere else."""
