"""The colours of all drawings, after Okabe and Ito: told apart by colour-blind readers. Pure.

Theirs are made darker or lighter so that each stands out from the paper (3 to 1), letters on it
can be read (4.5 to 1), and two beside each other differ in lightness, for print in grey. Each
stands for a CSS variable, so that a page can give it a dark form.
"""

BLUE = "#00619a"
SKY = "#3f97d0"
GREEN = "#1fa37e"
VERMILLION = "#a84000"
GREY = "#b9c2cb"  # only with an edge
INK = "#1b2430"  # letters
FAINT = "#5b6673"  # lesser letters
GRID = "#dfe4e9"
ON_BLUE = "#fffffe"  # letters on BLUE and VERMILLION; not quite white, to be found again
ON_GREEN = "#1b2431"  # letters on GREEN; not quite INK
PAPER = "#fffffd"  # around lines

VARIABLES = {
    BLUE: "--blue",
    SKY: "--sky",
    GREEN: "--green",
    VERMILLION: "--vermillion",
    GREY: "--grey",
    INK: "--ink",
    FAINT: "--faint",
    GRID: "--grid",
    ON_BLUE: "--on-blue",
    ON_GREEN: "--on-green",
    PAPER: "--paper",
}
