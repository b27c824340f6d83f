"""Money for IT, and how much of it goes to security: whole đồng, exact shares, every figure traced to its line."""
