"""Which conversations there are: one a city, and those about what can go wrong between people."""

from pathlib import Path

from tests.acceptance.script import Scene, Script, read
from tests.acceptance.stage import EXAMPLES

CITIES = ("kediri-112", "kediri-surga", "palu", "mandiangin", "bandung")
CONVERSATIONS = Path(__file__).parent / "conversations"


def city_scripts() -> dict[str, Script]:
    """Return the conversation of each city, by the name of its folder."""
    return {city: read(EXAMPLES / city / "conversation.txt") for city in CITIES}


def other_scripts() -> list[Script]:
    """Return the conversations that belong to no city's story."""
    return [read(path) for path in sorted(CONVERSATIONS.glob("*.txt"))]


def scenes(*scripts: Script) -> list[tuple[Script, Scene]]:
    """Return every scene of *scripts*."""
    return [(script, scene) for script in scripts for scene in script.scenes]


def name(script: Script, scene: Scene) -> str:
    """Return how a test of *scene* is called."""
    file = script.city if script.path.stem == "conversation" else script.path.stem
    return f"{file}: {scene.title}"
