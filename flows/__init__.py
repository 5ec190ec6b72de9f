"""The pipeline: plain functions that hand the contract's types from room to room, and the Prefect flows around them."""
