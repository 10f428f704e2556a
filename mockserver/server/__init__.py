"""The server process: uvicorn, sockets, workers, reload, access log."""
