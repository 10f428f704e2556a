"""The stores of written items compared in one run: speed, loss by ``kill -9``, and memory."""
