"""Weekly planning: a `Problem` in, a `Plan` out; knows no database and no GraphQL."""
