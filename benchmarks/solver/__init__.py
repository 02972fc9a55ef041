"""``./jiujin bench solver``: our solver and its peers on the same problems, for the same time, judged alike."""
