"""A simulated switch (mô phỏng) that speaks a Cisco IOS dialect over real SSH; it has no data plane."""
