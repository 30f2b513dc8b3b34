"""Retries in small pieces."""
