"""Documents: from the bytes of a file to a Document. Knows the contract and nothing of the other rooms."""
