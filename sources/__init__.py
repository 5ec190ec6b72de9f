"""What is ingested and where it is kept: folders and files → arrivals → archive."""
