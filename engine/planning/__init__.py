"""The bridge from graph to solver, and the life of a plan: made, edited, compared, published."""
