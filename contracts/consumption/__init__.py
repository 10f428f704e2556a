"""What consumers do with an API: recorded traffic read, what of the contract was used, and whom a change hits."""
