"""Shared by every room and ignorant of OpenAPI: records, wording, patterns, lazy names, notebook tables."""
