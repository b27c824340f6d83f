"""A simulated video endpoint (mô phỏng) that speaks RoomOS' xAPI over SSH and HTTPS; it has neither camera nor call."""
