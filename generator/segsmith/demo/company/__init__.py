"""Fernweh Outfitters, an invented seller of outdoor gear in Europe and North America.

`python -m segsmith.demo.company seeds` writes the raw landings. No clock is read and every
dice is seeded by what it decides, so the same code gives the same bytes on any machine.
"""
