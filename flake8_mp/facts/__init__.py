"""What a module means, without opinion."""
