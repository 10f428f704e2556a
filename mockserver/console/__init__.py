"""Our own pages under ``/__mock__/``: the index, Swagger UI and the documents that it shows."""
