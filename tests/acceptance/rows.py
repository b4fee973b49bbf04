"""What the five cities need, row by row (DOMAIN.md 1); docs/cities.md says what shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.acceptance.cases import city_scripts, other_scripts
from tests.acceptance.script import Act, Scene, Script
from tests.acceptance.stage import EXAMPLES


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a city must be able to do."""

    id: str
    need: str
    later: str = ""  # what a later part of the product adds to it


ROWS = (
    Row("A1", "A coordinator (Diskominfo) verifies, hands on and watches."),
    Row("A2", "406 messages a day, counted gross and valid apart."),
    Row("A3", "Reports of other doors (112, WhatsApp, Instagram) are entered; texts name them."),
    Row("A4", "Urgency is an axis of its own beside the type."),
    Row("A5", "An emergency is sent to 112 at once, alarms the duty officers and is a ticket."),
    Row("A6", "Rubbish, broken facilities, drains, fallen trees and social cases have categories."),
    Row("A7", "Handing on by command, by SMS and by the rule of the category."),
    Row("A8", "Nobody but the coordinator sees who reported, and that leaves a trace."),
    Row("A9", "Each agency has a duty roster, with the next as fall-back."),
    Row("A10", "A text for the officers' group without personal data."),
    Row("A11", "Done needs a result; evidence is kept; somebody looks again afterwards."),
    Row("A12", "Ghosts and pranks: warning, three strikes, block, appeal; never a bomb threat."),
    Row("A13", "Rating 1 to 5; what people ask for most has a category."),
    Row("B1", "The word SURGA on 1708 in every spelling that people use."),
    Row("B2", "The city's own SIM, where no keyword is needed."),
    Row("B3", "Reports of web and WhatsApp; a category may name its hotline."),
    Row("B4", "The tracking id of SP4N-LAPOR is kept and comes out again."),
    Row("B5", "PPID: 10 + 7 working days, and how it ended."),
    Row("B6", "One ticket, several agencies, each with its own deadline."),
    Row("B7", "The figures of the LLID."),
    Row("B8", "Inspektorat, Bagian Hukum, BPPKAD, Prokopim and Diskominfo are in the example."),
    Row("B9", "Answered and unanswered."),
    Row("C1", "What came in a month, what is late, what is done."),
    Row("C2", "The SOP is data: checked and readable."),
    Row("C3", "From Kominfo to the agency and back again."),
    Row("C4", "Ten agencies to begin with; what none has stays with the coordinator."),
    Row("C5", "Short, medium and long term, each with its deadline; long ones are not forgotten."),
    Row("C6", "Officer, head, assistant, mayor: each hears of what is late in turn."),
    Row("C7", "How each agency does."),
    Row("C8", "Complaints about staff are confidential and never reach the accused."),
    Row("D1", "One SIM, one office, one coordinator."),
    Row("D2", "Complaint, wish, criticism and question are told apart."),
    Row("D3", "Nothing is handed on before it was checked, and the check is noted."),
    Row("D4", "Routing by area: up to the city, down to the kelurahan."),
    Row("D5", "Solved and received stand side by side."),
    Row("D6", "The whole channel is confidential until the coordinator releases a report."),
    Row("D7", "A poster with the right format of each line."),
    Row("E1", "Complaint, criticism, wish; a thread with words both ways."),
    Row("E2", "Unclear or incomplete reports are asked back, and silence drops none."),
    Row("E3", "Handed on within two working days."),
    Row("E4", "Followed up within five."),
    Row("E5", "The follow-up is sent by SMS and may be shown without anybody's data."),
    Row("E6", "253 units down to the kelurahan, and bodies outside the city."),
    Row("E7", "PANIK and DARURAT, with or without the city's word."),
    Row("E8", "Red, yellow, green."),
    Row("E9", "What was solved elsewhere is entered as solved in one command."),
    Row("P1", "A code that is wrong, late, used or somebody else's does nothing."),
    Row("P2", "Of two officers at once the second is told what the first did."),
    Row("P3", "Questions and answers go through the gateway; nobody sees a number."),
    Row("P4", "A ticket is done when lead and support are."),
    Row("P5", "An agency hands on up, down or back, not to strangers and not without a reason."),
    Row("P6", "Officers' words of citizens, and what is above an officer's rights, do nothing."),
    Row("P7", "Two commands in one SMS: neither is done."),
    Row("P8", "DAFTAR and TELAT list the agency's tasks."),
    Row("P9", "A merged report's reporter hears what becomes of it."),
    Row("P10", "RAHASIA hides from then on what was open."),
    Row("P11", "A colleague takes over, and who left is an officer no more."),
    Row("P12", "An officer's sentence does what it surely says; all else is an internal note."),
    Row("W1", "Two report one thing and both hear of it."),
    Row("W2", "Other people's tickets cannot be seen or tried out, and no words are lost."),
    Row("W3", "Added to, taken back, opened again, confirmed, rated; too late is said."),
    Row("W4", "STOP, MULAI, PRIVASI, HAPUS DATA SAYA."),
    Row("W5", "Nobody is answered into danger."),
    Row("W6", "Forty reports of one flood are one incident."),
)
CHAPTERS = {
    "A": "Kediri, Lapor Mbak Wali 112",
    "B": "Kediri, SURGA, SP4N-LAPOR and PPID",
    "C": "Palu, Lapor Walikota",
    "D": "Bukittinggi, Kecamatan Mandiangin Koto Selayan",
    "E": "Bandung, LAPOR!",
    "P": "Officers by SMS",
    "W": "Citizens by SMS",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A marked line."""

    script: Script
    scene: Scene
    act: Act


def proofs() -> dict[str, list[Proof]]:
    """Return the marked lines of all conversations, by row."""
    found: dict[str, list[Proof]] = {row.id: [] for row in ROWS}
    for script in (*city_scripts().values(), *other_scripts()):
        for scene in script.scenes:
            for act in scene.acts:
                for mark in act.deed.marks:
                    found.setdefault(mark, []).append(Proof(script, scene, act))
    return found


def page() -> str:
    """Return the generated half of docs/cities.md: a table for each city."""
    known = proofs()
    return "\n".join(
        f"## {title}\n\n" + "\n".join(_table(letter, known)) + "\n"
        for letter, title in CHAPTERS.items()
    )


def _table(letter: str, known: dict[str, list[Proof]]) -> Iterator[str]:
    rows = [row for row in ROWS if row.id[0] == letter]
    files = dict.fromkeys(proof.script.path for row in rows for proof in known[row.id])
    places = [str(file.relative_to(EXAMPLES.parent)) for file in files]
    yield ", ".join(f"[{place}](../{place})" for place in places)
    yield ""
    yield "| row | what is needed | shown in | a later version adds |"
    yield "|---|---|---|---|"
    for row in rows:
        titles = "; ".join(dict.fromkeys(proof.scene.title for proof in known[row.id]))
        yield f"| {row.id} | {row.need} | {titles} | {row.later} |"
