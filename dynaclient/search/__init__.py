"""Finds operations by words: splits ids and texts, weighs where a word is, knows related words, forgives misspellings.

Works on rows of text; knows nothing of documents. `index` is made once for a document and stored with it, `ranking`
reads of it what a question needs.
"""
