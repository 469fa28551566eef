"""The versions that every reading carries."""

VERSION = "0.1.0"
READER = f"greffier {VERSION}"
FAST_READER = f"{READER} fast"  # frames and grammar alone
CODEBOOK = "1"
