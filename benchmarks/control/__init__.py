"""The cost of recording requests and of the request log, memory in a long run, and the delay of events."""
