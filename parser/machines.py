"""Texts that operators, phones and other gateways send by themselves, told by how they begin."""

from parser.tokens import Token

OPENINGS = tuple(
    tuple(line.split())
    for line in (
        "terima kasih pesan anda telah",
        "terima kasih sms anda telah",
        "terimakasih pesan anda telah",
        "pesan anda telah",
        "sms anda telah",
        "pesan ini dikirim otomatis",
        "pesan otomatis",
        "balasan otomatis",
        "auto reply",
        "automatic reply",
        "out of office",
        "this is an automated",
        "message delivered",
        "your message",
        "pulsa anda",
        "sisa pulsa",
        "sisa kuota",
        "kuota anda",
        "masa aktif",
        "kode otp",
        "otp anda",
        "kode verifikasi",
        "your verification code",
        "anda mendapat paket",
        "pelanggan yth",
        "laporan anda no",
        "laporan anda dengan nomor",
    )
)
"""A citizen writes of a phone's texts in the middle of a sentence, a machine begins with them."""

_FIRST = frozenset(opening[0] for opening in OPENINGS)


def sounds_like_one(tokens: list[Token]) -> bool:
    """Tell whether a message without a keyword begins as machines' texts do.

    >>> from parser.tokens import split
    >>> sounds_like_one(split("Pulsa Anda kurang. Sisa Rp 0"))
    True
    """
    if tokens[0].word not in _FIRST:
        return False
    words = tuple(token.word for token in tokens[:6])
    return any(words[: len(opening)] == opening for opening in OPENINGS)
