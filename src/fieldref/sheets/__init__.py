"""A record as a sheet: HTML for the window, paper and browsers, plain text, data. The way in is `render.Sheets`; the
words of `words` are wanted without it, so nothing is loaded here."""
