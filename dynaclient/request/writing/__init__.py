"""Values that were judged → text and bytes: styles, templates, bodies, files, headers."""
