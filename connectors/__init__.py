"""Between the channels and the assistant: verify, parse, hand over; then render, send."""
