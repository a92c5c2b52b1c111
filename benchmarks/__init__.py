"""What each form of the language costs, on data made in the warehouse itself."""
