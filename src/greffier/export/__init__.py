"""Readings in the forms that people and other programs take: one module a form."""
