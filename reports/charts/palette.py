"""The colours of all drawings: Okabe and Ito's, told apart by colour-blind readers. Pure.

Each stands for a CSS variable, so that a page can give it a dark form; two that stand side by
side differ in lightness too, for print in grey.
"""

BLUE = "#0072b2"
SKY = "#56b4e9"
GREEN = "#00805e"  # of theirs, darker: white letters stand on it
VERMILLION = "#c44f00"  # the same
GREY = "#b9c2cb"
INK = "#1b2430"  # letters
FAINT = "#5b6673"  # lesser letters
GRID = "#dfe4e9"
ON_BLUE = "#fffffe"  # letters on BLUE; not quite white, to be found again
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
    PAPER: "--paper",
}
