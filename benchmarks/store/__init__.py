"""``./jiujin bench store``: a made-up town of any size, loaded, asked and rewritten on every store side by side."""
