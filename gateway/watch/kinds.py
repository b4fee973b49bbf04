"""The alarms there are: the words for each, and whether people are woken for it. Pure tables."""

from dataclasses import dataclass

PREFIX = "ALARM_"
"""An alarm's own SMS is the reply ALARM_NAME of templates/id.ini; without one it is ALARM."""

GENERAL, CLEARED = "ALARM", "ALARM_PULIH"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of one alarm besides its own SMS."""

    title: str  # Indonesian, at most 22 septets: fills {alarm}
    urgent: bool  # told at night too


KINDS: dict[str, Kind] = {
    "line_down": Kind("jalur putus", urgent=True),
    "no_network": Kind("tanpa jaringan", urgent=True),
    "weak_signal": Kind("sinyal lemah", urgent=False),
    "sim_full": Kind("SIM hampir penuh", urgent=True),
    "sim_changed": Kind("kartu SIM lain", urgent=True),
    "no_balance": Kind("pulsa tidak cukup", urgent=True),
    "low_balance": Kind("pulsa rendah", urgent=False),
    "sim_expiry": Kind("masa aktif hampir habis", urgent=False),
    "delivery_poor": Kind("banyak SMS tak sampai", urgent=False),
    "unanswered": Kind("SMS belum diproses", urgent=True),
    "unknown_outcome": Kind("SMS tak pasti terkirim", urgent=False),
    "queue_old": Kind("antrean keluar lama", urgent=False),
    "line_paused": Kind("jalur berhenti kirim", urgent=True),
    "budget": Kind("anggaran SMS", urgent=False),
    "disk_low": Kind("disk hampir penuh", urgent=True),
    "backup_old": Kind("cadangan data lama", urgent=False),
    "clock_wrong": Kind("jam komputer salah", urgent=True),
    "mail_failing": Kind("surel tidak terkirim", urgent=False),
    "reload_refused": Kind("pengaturan ditolak", urgent=False),
}
"""Name -> what it is; others may be raised too."""


def kind_of(name: str) -> Kind:
    """Return what is known of the alarm *name*; an unknown one is called by its code word."""
    return KINDS.get(name) or Kind(name.replace("_", " "), urgent=True)
