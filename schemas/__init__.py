"""The contract: what every room hands to the next. Imports nothing of ours."""
