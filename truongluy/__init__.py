"""Trường Lũy: describe an education network once, provision it, and prove that it meets its security level."""
