"""What the mock remembers: writes in a store, everything else born from the seed."""
