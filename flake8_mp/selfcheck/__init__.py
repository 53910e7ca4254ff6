"""The evidence: runs the fixtures under every start method and compares what happens with what they claim."""
