"""Is this raw SMS an emergency? A set of words, so that it overtakes the queue before parsing."""

_LISTED = (
    "darurat panik kebakaran kobongan terbakar kecelakaan tabrakan laka pingsan tenggelam hanyut"
    " tersetrum kesetrum begal rampok perampokan dirampok maling gempa longsor tsunami ledakan"
    " meledak bom sekarat tewas keracunan tertimpa melahirkan pembunuhan dibacok 112"
)
WORDS = frozenset(_LISTED.split())
"""Words that move a message to the urgent lane; the parser decides later what it really is."""


def urgent(raw_text: str) -> bool:
    """Tell whether *raw_text* holds a word of alarm; under 5 microseconds for one part.

    False alarms cost nothing but the order in the queue, so idioms and drills are not excluded.
    """
    words = raw_text.lower().replace("!", " ").replace(",", " ").replace(".", " ").split()
    return not WORDS.isdisjoint(words)
