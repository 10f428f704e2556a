"""Control from outside: the admin API, stubs, faults, and the exchanges that they are about."""
