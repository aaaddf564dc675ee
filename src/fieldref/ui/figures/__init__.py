"""Map, trend, timeline and ranking bars: each one pure `draw(painter, rect, spec, palette)`.

The same function paints the screen, a PDF page, a PNG and an SVG. A spec is frozen and holds texts that are already
translated and formatted; colours come only from the palette, at the moment of drawing.
"""
