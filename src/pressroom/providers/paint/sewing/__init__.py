"""Paints offline: cuts the subject out, simplifies it into pieces, and gives them body, light, fibres and thread.

Everything here runs in child processes and works on arrays of OpenCV: rows of pixels, real numbers from 0 to 1.
"""
