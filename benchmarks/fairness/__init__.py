"""Half a year of weeks in the demo district: who is asked how often, and how far people walk."""
