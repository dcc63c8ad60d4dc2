"""What stands in the demonstration's news: articles in our own words, pictures drawn here."""
