"""Tools shared by every room that know nothing about OpenAPI: records, wording, patterns, lazy names, tables."""
