"""Version 1 of the API: what other systems read and do at /api/v1/."""
