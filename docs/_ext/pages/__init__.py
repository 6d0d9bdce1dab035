"""What every page gets, whatever it says."""
