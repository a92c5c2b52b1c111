"""What goes wrong and how it is told: rules, positions, problems, their picture."""

from segsmith.errors.problem import Position, Problem, UserError
from segsmith.errors.suggest import did_you_mean

__all__ = ["Position", "Problem", "UserError", "did_you_mean"]
