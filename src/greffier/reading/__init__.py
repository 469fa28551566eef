"""Dispatch → Reading: one stage a module, lined up by ``read.py``."""
