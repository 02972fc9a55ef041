"""The GraphQL interface: a type per noun, thin queries, mutations and subscriptions (floor 3)."""
