"""Write judged values as text and bytes: styles, templates, bodies, files, headers."""
