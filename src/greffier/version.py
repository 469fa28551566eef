"""The versions that every reading carries."""

VERSION = "0.1.0"
READER = f"greffier {VERSION}"
CODEBOOK = "1"
