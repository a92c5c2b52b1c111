"""What must hold when runs are killed, repeated, raced, starved of data or given bad data."""
