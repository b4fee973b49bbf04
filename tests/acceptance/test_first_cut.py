"""What a citizen lives through: reports, questions, additions, floods and machines, by SMS."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.town import LINE, MONDAY, Town

BUDI, SITI = "+6281234567890", "+6281299999999"


def number(reply: str) -> str:
    """Return the ticket number that a reply names."""
    return next(word.strip(".,") for word in reply.split() if word.strip(".,").isdigit()
                and len(word.strip(".,")) == 7)  # fmt: skip


def test_report_is_answered_with_its_number_and_can_be_asked_for(town: Town) -> None:
    reply = town.say(BUDI, "SURGA lampu jalan mati di Jl. Veteran")
    no = number(reply)
    assert reply == (
        f"LAPOR MBAK WALI 112: laporan diterima, no tiket {no}. Diverifikasi s.d. 26-11-2026. "
        f"Cek: CEK {no}. Info baru: TAMBAH {no} isi. Darurat 112"
    )
    status = town.say(BUDI, f"cek {no}")
    assert status.startswith(f"Tiket {no}: BARU.")
    assert town.say(BUDI, "CEK") == status
    assert town.say(BUDI, no) == status


def test_example_of_our_own_help_is_a_report_when_a_citizen_writes_it(town: Town) -> None:
    assert "no tiket" in town.say(BUDI, "SURGA lampu mati di Jl Veteran RT 2")


def test_addition_goes_to_the_own_ticket_and_a_foreign_number_loses_nothing(town: Town) -> None:
    no = number(town.say(BUDI, "SURGA got mampet di Jl Hasanudin"))
    assert town.say(BUDI, f"TAMBAH {no} dekat SD 3").startswith("Tambahan info untuk tiket")
    other = town.say(SITI, f"TAMBAH {no} di rumah saya juga mampet")
    assert number(other) != no
    assert town.rows("SELECT kind FROM note") == [("addition",)]
    assert town.rows("SELECT review FROM ticket ORDER BY id DESC LIMIT 1") == [
        ("added_to_foreign_ticket",)
    ]


def test_foreign_and_wrong_ticket_numbers_read_alike_and_end_in_silence(town: Town) -> None:
    no = number(town.say(BUDI, "SURGA got mampet di Jl Hasanudin"))
    foreign = town.say(SITI, f"CEK {no}")
    assert foreign
    assert town.say(SITI, "CEK 1234566").replace("1234566", no) == foreign.replace("1234566", no)


def test_same_words_again_are_the_same_ticket(town: Town) -> None:
    no = number(town.say(BUDI, "SURGA got mampet di Jl Hasanudin"))
    again = town.say(BUDI, "surga  GOT mampet di jl hasanudin")
    assert again.startswith("Laporan yang sama sudah kami terima")
    assert no in again
    town.wait(minutes=11)
    assert number(town.say(BUDI, "SURGA got mampet di Jl Hasanudin")) != no


def test_short_code_wants_the_keyword_and_helps_once_a_day(town: Town) -> None:
    reply = town.say(BUDI, "lampu mati di jl veteran", line="1708")
    assert reply.startswith("Cara lapor, ketik: SURGA")
    assert town.count("ticket") == 0
    assert town.say(BUDI, "halo pak tolong dong ini lampunya", line="1708") == ""
    assert town.rows("SELECT reason, COUNT(*) FROM inbox GROUP BY reason") == [("no_keyword", 2)]
    town.wait(days=1)
    assert town.say(BUDI, "selamat pagi bapak ibu semua", line="1708") != ""


def test_own_sim_takes_a_report_without_keyword(town: Town) -> None:
    assert "no tiket" in town.say(BUDI, "lampu mati di jl veteran sudah 3 hari")


def test_emergency_is_told_to_call_112_and_is_a_ticket(town: Town) -> None:
    reply = town.say(BUDI, "SURGA kebakaran di pasar pahing sekarang tolong!!")
    assert reply.startswith("DARURAT? SMS tidak dijaga tiap detik. SEGERA TELEPON 112")
    assert town.rows("SELECT urgency FROM ticket") == [("darurat",)]


@pytest.mark.parametrize("sender", ["TELKOMSEL", "3636", "+6281100000000", "", "0354123456"])
def test_who_cannot_be_answered_never_is_and_nothing_is_lost(town: Town, sender: str) -> None:
    assert town.say(sender, "SURGA lampu mati di jl veteran") == ""
    assert all(not carrier.air for carrier in town.carriers.values())
    assert town.count("inbox") == 1


def test_our_own_reply_coming_back_ends_the_exchange(town: Town) -> None:
    reply = town.say(BUDI, "SURGA got mampet di Jl Hasanudin")
    assert town.say(BUDI, reply) == ""
    assert town.count("ticket") == 1


def test_two_machines_stop_talking(town: Town) -> None:
    for n in range(12):
        town.say(BUDI, f"CEK 12345{n:02d}")
        town.wait(seconds=20)
    assert len(town.replies(BUDI)) <= 3
    assert town.rows("SELECT COUNT(*) FROM contact WHERE muted_until IS NOT NULL") == [(1,)]


def test_flood_of_reports_is_answered_up_to_the_budget_then_once_and_merged(town: Town) -> None:
    for n in range(30):
        town.sms(BUDI, f"SURGA lampu nomor {n} mati di gang {n} Kel Bujel")
        town.work()
        town.wait(minutes=1)
    replies = town.replies(BUDI)
    assert len([r for r in replies if "laporan diterima" in r]) == 20
    assert replies[-1].startswith("LAPOR MBAK WALI 112: Anda sudah mengirim banyak SMS")
    assert len(replies) == 21
    assert town.count("ticket") == 30
    town.now = MONDAY + timedelta(days=1)
    town.work()
    merged = town.replies(BUDI)[21:]
    assert len(merged) == 1
    assert "10 laporan Anda diterima" in merged[0]
    tickets = [str(n) for (n,) in town.rows("SELECT number FROM ticket ORDER BY id DESC LIMIT 3")]
    assert tickets[0] in merged[0]


def test_merged_answer_counts_all_and_names_the_newest_that_fit(town: Town) -> None:
    for n in range(75):
        town.sms(BUDI, f"SURGA lampu nomor {n} mati di gang {n} Kel Bujel")
        town.work()
        town.wait(seconds=10)
    town.wait(days=1)
    town.work()
    merged = town.replies(BUDI)[-1]
    assert "55 laporan Anda diterima" in merged
    newest = [str(n) for (n,) in town.rows("SELECT number FROM ticket ORDER BY id DESC LIMIT 20")]
    assert ", ".join(newest) in merged


def test_stop_and_start_are_kept(town: Town) -> None:
    town.say(BUDI, "SURGA got mampet di Jl Hasanudin")
    assert town.say(BUDI, "STOP").startswith("Kabar otomatis dihentikan")
    assert town.rows("SELECT opted_out FROM contact") == [(1,)]
    assert town.say(BUDI, "MULAI").startswith("Kabar otomatis aktif lagi")
    assert town.rows("SELECT opted_out FROM contact") == [(0,)]
    assert "diterima, no" in town.say(BUDI, "STOP pungli di pasar bandar")


def test_wish_to_be_forgotten_is_recorded(town: Town) -> None:
    assert town.say(BUDI, "HAPUS DATA SAYA").startswith("Permintaan hapus data dicatat no")
    assert town.rows("SELECT review FROM ticket") == [("erase_request",)]


def test_empty_message_is_counted_and_costs_no_answer(town: Town) -> None:
    for text in ("", "   \n\t ", ".", "..!!"):
        assert town.say(BUDI, text) == ""
    assert town.count("ticket") == 0
    assert town.rows("SELECT reason, COUNT(*) FROM inbox GROUP BY reason") == [("empty", 4)]


def test_keyword_without_words_gets_help_once_and_no_ticket(town: Town) -> None:
    assert town.say(BUDI, "SURGA").startswith("Cara lapor")
    assert town.say(BUDI, "SURGA spasi") == ""
    assert town.count("ticket") == 0


def test_confidential_report_has_no_searchable_word(town: Town) -> None:
    reply = town.say(BUDI, "SURGA RAHASIA pungli di kelurahan, jangan sebut nama saya")
    assert town.rows("SELECT confidentiality, redacted FROM ticket") == [("rahasia", "")]
    assert "RAHASIA" in reply


def test_reply_leaves_on_the_line_the_message_came_in_on(town: Town) -> None:
    town.say(BUDI, "SURGA got mampet", line="1708")
    assert not town.carriers[LINE].air
    assert len(town.carriers["1708"].air) == 1


def test_shadow_run_makes_tickets_and_sends_nothing(town: Town) -> None:
    town.configure(lambda old: replace(old, daemon=replace(old.daemon, sending_disabled=True)))
    assert town.say(BUDI, "SURGA got mampet di Jl Hasanudin") == ""
    assert town.count("ticket") == 1
    assert town.rows("SELECT state FROM delivery") == [("queued",)]


def test_poisoned_message_is_set_aside_and_the_others_are_answered(town: Town) -> None:
    for n in range(10):
        town.sms(f"+6281200000{n:02d}0", f"SURGA lampu mati nomor {n}")
    # Words that no key opens: every reading of this row fails, for ever.
    town.write(lambda tx: tx.change("UPDATE inbox SET content = ? WHERE id = 5", (b"x" * 60,)))
    town.work()
    assert dict(town.rows("SELECT state, COUNT(*) FROM inbox GROUP BY state")) == {
        "done": 9, "bad": 1,
    }  # fmt: skip
    assert town.count("ticket") == 9
    assert len(town.carriers[LINE].air) == 9


def test_holidays_are_read_before_the_first_message_not_in_its_transaction(town: Town) -> None:
    asked: list[int] = []

    def national(year: int) -> frozenset[date]:
        asked.append(year)
        return frozenset()

    sop = town.desk.setting.sop
    changed = replace(sop, calendar=replace(sop.calendar, national=national))
    town.desk.setting = replace(town.desk.setting, sop=changed)
    town.office.stopping.set()
    town.desk.run()
    assert set(asked) == {MONDAY.year}
