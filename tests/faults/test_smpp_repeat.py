"""F17: a provider that loses our answers and says the same again: no ticket more, none less."""

from pathlib import Path
from typing import Any

from bench.smsc import Settings
from tests.smpp_town import SmppTown, body, smpp_town

MESSAGES = 10_000
WINDOW = 50
CUTS = 14  # each loses the answers to a window: a twentieth of the messages is repeated


def test_ten_thousand_with_a_twentieth_repeated_are_ten_thousand_tickets(tmp_path: Path) -> None:
    with smpp_town(tmp_path, Settings(window=WINDOW), more="binds = 2", keep=True) as town:
        town.start()
        town.wait(lambda: town.smsc.bound() == 2)
        share = MESSAGES // (CUTS + 1)
        sent = 0
        for _ in range(CUTS):
            town.smsc.deliver(
                body(one, f"SURGA lampu mati {one}") for one in range(sent, sent + share)
            )
            sent += share
            town.wait(lambda: town.smsc.taken > sent - share // 2)  # noqa: B023 - used at once
            town.smsc.cut()
            town.wait(lambda: not town.smsc.queue and town.smsc.taken >= sent, 60)  # noqa: B023
        town.smsc.deliver(body(one, f"SURGA lampu mati {one}") for one in range(sent, MESSAGES))
        town.wait(lambda: town.smsc.taken == MESSAGES, 120)
        lost = sum(one["fact"] == "lost" for one in list(town.smsc.facts))
        assert lost >= MESSAGES * 5 // 100
        # Parts whose answers a cut lost go out twice: not submits are counted but who got one.
        # What a second cut lost again stays unknown, for a person to decide (one retry, no more).
        town.wait(lambda: answered(town) + len(doubtful(town)) >= MESSAGES, 300)
        assert answered(town) >= MESSAGES - 2 * WINDOW
        assert len(town.listed("ticket")) == MESSAGES
        inbox = town.listed("inbox")
        assert len(inbox) == MESSAGES
        assert sum(row["seen"] - 1 for row in inbox) >= lost // 2
        assert set(town.smsc.accepted.values()) == {1}
        town.stop()


def answered(town: SmppTown) -> int:
    """Return how many citizens the provider got a reply for."""
    return len({one["to"] for one in list(town.smsc.facts) if one["fact"] == "mt"})


def doubtful(town: SmppTown) -> list[dict[str, Any]]:
    """Return the replies that were lost twice: the gateway says that it cannot know of them."""
    rows = town.listed("outbox", "--state", "unknown") if answered(town) < MESSAGES else []
    return [row for row in rows if row["attempts"] == 2]
