"""The README tells the truth about the settings."""

from config.environment import ROOT
from config.management.commands.settings_table import settings_table


def test_the_configuration_table_is_the_one_that_the_reader_uses() -> None:
    readme = (ROOT / "README.md").read_text()

    table = (
        readme.split("<!-- settings: made by")[1].split("-->\n", 1)[1].split("<!-- /settings")[0]
    )

    assert table.strip() == settings_table()
