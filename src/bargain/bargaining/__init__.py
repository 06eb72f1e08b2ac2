"""Bargaining over packages: payoffs additive by issue, frontiers, solutions."""
