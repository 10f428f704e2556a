"""Our own pages under ``/__mock__/``: the index, Swagger UI and the served documents."""
