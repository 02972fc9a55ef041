"""Pictures of a plan in numbers: cover by hour, shifts per person, walks, each line's part; and as SVG and PNG.

The page ``web/pictures`` draws the same from what its viewer may see; a test compares both tables.
"""

from engine.pictures.figures import Bars, Figure, Hours, Parts, figures
from engine.pictures.files import draw_pictures

__all__ = ["Bars", "Figure", "Hours", "Parts", "draw_pictures", "figures"]
