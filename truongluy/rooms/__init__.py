"""Meeting rooms in use: whether one can meet at a time, and how people are asked into it."""
