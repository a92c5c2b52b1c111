"""The command `segsmith`."""


def main() -> None:
    """The console script; imports late, so that a completion or `--version` is quick."""
    from segsmith.cli.app import app

    app(prog_name="segsmith")


__all__ = ["main"]
