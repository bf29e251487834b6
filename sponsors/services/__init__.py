"""What is done with bookings and clicks."""
