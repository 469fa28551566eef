"""How the learned reader's weights are made: the network, what it is taught, its form on disk (needs PyTorch)."""
